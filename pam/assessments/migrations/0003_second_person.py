import django.contrib.postgres.fields
import django.db.models.deletion
import pam.db.operations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_squashed"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.AddField(
                    model_name="assessment",
                    name="checks",
                    field=models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="checked_by",
                        to="assessments.assessment",
                    ),
                ),
                migrations.AddField(
                    model_name="assessment",
                    name="withheld_at",
                    field=models.DateTimeField(editable=False, null=True),
                ),
                migrations.AddField(
                    model_name="assessment",
                    name="withheld_from",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), editable=False, null=True, size=None
                    ),
                ),
                migrations.AddField(
                    model_name="historicalassessment",
                    name="checks",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="assessments.assessment",
                    ),
                ),
                migrations.AddField(
                    model_name="historicalassessment",
                    name="withheld_at",
                    field=models.DateTimeField(editable=False, null=True),
                ),
                migrations.AddField(
                    model_name="historicalassessment",
                    name="withheld_from",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.IntegerField(), editable=False, null=True, size=None
                    ),
                ),
            ],
        ),
    ]
