from django.db import migrations, models


class Migration(migrations.Migration):
    """`how` and `what` are named for what they hold; the columns stay, so nothing is done to the table."""

    dependencies = [("audit", "0002_request_id")]

    operations = [
        migrations.AlterField(
            "logentry",
            "how",
            models.CharField(
                db_column="how", help_text="open, list, search, download, add note …", max_length=40
            ),
        ),
        migrations.RenameField("logentry", "how", "operation"),
        migrations.AlterField(
            "logentry", "what", models.CharField(blank=True, db_column="what", max_length=200)
        ),
        migrations.RenameField("logentry", "what", "detail"),
    ]
