from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("transfers", "0001_transfers")]

    operations = [
        migrations.AddField(
            model_name="transfer",
            name="attention",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                max_length=120,
                verbose_name="person at the receiver",
            ),
        ),
    ]
