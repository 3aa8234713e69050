from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("records", "0004_index_names_again")]

    operations = [migrations.RenameField("batch", "how", "operation")]
