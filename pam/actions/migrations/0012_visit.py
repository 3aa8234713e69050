import django.db.models.deletion
import pam.db.operations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("actions", "0001_squashed"),
        ("records", "0019_known_by"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.AddField(
                    model_name="action",
                    name="visit",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="records.subject",
                        verbose_name="person or place to visit",
                    ),
                ),
                migrations.AddField(
                    model_name="historicalaction",
                    name="visit",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="records.subject",
                        verbose_name="person or place to visit",
                    ),
                ),
                migrations.AddField(
                    model_name="sanitisedaction",
                    name="warnings",
                    field=models.CharField(blank=True, db_default="", default="", max_length=600),
                ),
            ],
        ),
    ]
