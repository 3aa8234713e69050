from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_initial")]

    operations = [migrations.RenameField("correction", "what", "part_kind")]
