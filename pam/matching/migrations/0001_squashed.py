import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("matching", "0001_initial"),
        ("matching", "0002_compare_again"),
        ("matching", "0003_muted_keys"),
        ("matching", "0004_compare_names_as_heard"),
        ("matching", "0005_keys_of_particulars"),
    ]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
        ("records", "0001_squashed_2"),
        ("subjects", "0001_squashed_2"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="MatchQueueItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("by_user", models.BigIntegerField(null=True)),
                        ("by_agency", models.BigIntegerField(null=True)),
                        ("quiet", models.BooleanField(default=False)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="records.subject",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Match",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("cause", models.CharField(editable=False, max_length=32, unique=True)),
                        ("rules", models.CharField(max_length=200)),
                        ("found_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("new", "New"),
                                    ("contacted", "Contacted"),
                                    ("no_need", "No need for contact"),
                                    ("different", "Not the same"),
                                ],
                                default="new",
                                max_length=10,
                            ),
                        ),
                        ("note", models.TextField(blank=True)),
                        ("answered_at", models.DateTimeField(null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "known",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="records.subject",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="records.record",
                            ),
                        ),
                        (
                            "record_agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "told",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "matches",
                        "ordering": ["-found_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["record", "-found_at"], name="match_of_record"),
                            models.Index(fields=["told", "state"], name="match_of_lead"),
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="MatchKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("rule", models.CharField(max_length=40)),
                        ("text", models.CharField(max_length=200)),
                        (
                            "subject",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="records.subject",
                            ),
                        ),
                        (
                            "particular",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="subjects.particular",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("rule", "text", "subject"), name="match_key_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="MutedKey",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("rule", models.CharField(max_length=40)),
                        ("text", models.CharField(max_length=200)),
                        ("records", models.PositiveIntegerField()),
                        ("since", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["rule", "text"], name="muted_by_key")],
                        "constraints": [
                            models.UniqueConstraint(fields=("agency", "rule", "text"), name="muted_key_once")
                        ],
                    },
                ),
            ],
        ),
    ]
