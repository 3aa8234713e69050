import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("watching", "0001_initial")]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
        ("records", "0001_squashed_2"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="SavedSearch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("name", models.CharField(max_length=60)),
                        ("words", models.CharField(max_length=200)),
                        ("query", models.CharField(blank=True, editable=False, max_length=400)),
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
                        "verbose_name_plural": "saved searches",
                        "ordering": ["name__folded", "pk"],
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(fields=("principal", "name"), name="search_once_by_name")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Watch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("begun_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "looked_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("known", models.JSONField(default=dict, editable=False)),
                        ("fresh", models.JSONField(default=dict, editable=False)),
                        ("too_many", models.BooleanField(default=False, editable=False)),
                        (
                            "membership",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="records.record",
                            ),
                        ),
                        (
                            "search",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="watching.savedsearch",
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="records.subject",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "watches",
                        "ordering": ["-begun_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("search__isnull", False)),
                                fields=["looked_at"],
                                name="watch_of_search",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("record__isnull", False), ("search", None), ("subject", None)),
                                    models.Q(("record", None), ("search", None), ("subject__isnull", False)),
                                    models.Q(("record", None), ("search__isnull", False), ("subject", None)),
                                    _connector="OR",
                                ),
                                name="watch_of_one_thing",
                            ),
                            models.UniqueConstraint(
                                fields=("membership", "record"), name="watch_record_once"
                            ),
                            models.UniqueConstraint(
                                fields=("membership", "subject"), name="watch_subject_once"
                            ),
                            models.UniqueConstraint(
                                fields=("membership", "search"), name="watch_search_once"
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
