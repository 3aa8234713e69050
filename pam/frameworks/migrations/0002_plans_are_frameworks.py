from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0001_squashed")]

    operations = [migrations.DeleteModel(name="PlanTemplate")]
