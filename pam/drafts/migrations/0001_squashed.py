import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("drafts", "0001_drafts"), ("drafts", "0002_a_draft_for_each_tab")]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="Draft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("action", models.TextField()),
                        ("form", models.CharField(max_length=64)),
                        (
                            "names",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), size=None
                            ),
                        ),
                        ("values", models.JSONField()),
                        (
                            "records",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("minute", models.DateTimeField(default=django.utils.timezone.now)),
                        ("saves", models.PositiveSmallIntegerField(default=1)),
                        (
                            "membership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("number", models.CharField(default="", max_length=64)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["saved_at"], name="draft_by_age")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "membership", "action", "form", "number"),
                                name="one_draft_of_a_form_in_a_tab",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
