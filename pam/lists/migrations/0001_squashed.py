import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("lists", "0001_saved_views")]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("listed", models.CharField(editable=False, max_length=20)),
                        ("name", models.CharField(blank=True, max_length=60)),
                        ("query", models.TextField(blank=True, editable=False)),
                        (
                            "without",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("roomy", models.BooleanField(default=False)),
                        ("opens", models.UUIDField(blank=True, editable=False, null=True)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "author",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "principal",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="access.principal",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name__folded", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("principal", "listed", "name"), name="view_once_by_name"
                            )
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
    ]
