import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("disclosure", "0001_initial"), ("disclosure", "0002_correction_part_kind")]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
        ("records", "0001_squashed_2"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="Correction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("reference", models.CharField(max_length=24)),
                        ("text", models.TextField()),
                        ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
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
                        ("part_kind", models.CharField(max_length=40)),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="AccessRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("reference", models.CharField(max_length=24)),
                        ("kind", models.CharField(max_length=16)),
                        (
                            "wanted",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Signpost"), (2, "View"), (3, "Contribute"), (4, "Manage")],
                                default=2,
                                verbose_name="level wanted",
                            ),
                        ),
                        ("reason", models.TextField()),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("accepted", "Accepted"),
                                    ("declined", "Declined"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("answer", models.TextField(blank=True)),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Signpost"), (2, "View"), (3, "Contribute"), (4, "Manage")],
                                null=True,
                            ),
                        ),
                        ("until", models.DateTimeField(null=True)),
                        ("escalated_at", models.DateTimeField(null=True)),
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
                            "asker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "asker_agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
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
                    ],
                    options={
                        "ordering": ["-asked_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["asked_at"],
                                name="request_waiting",
                            ),
                            models.Index(fields=["asker", "-asked_at"], name="request_of_asker"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "waiting")),
                                fields=("record", "asker"),
                                name="one_waiting_request_an_asker",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BreakGlassAccess",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("reference", models.CharField(help_text="As it was typed.", max_length=40)),
                        ("reason", models.TextField()),
                        ("opened_at", models.DateTimeField()),
                        ("until", models.DateTimeField(null=True)),
                        ("reviewed_at", models.DateTimeField(null=True)),
                        ("justified", models.BooleanField(null=True)),
                        ("review_note", models.TextField(blank=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "membership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="records.record",
                            ),
                        ),
                        (
                            "record_agency",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "reviewed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-opened_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["agency", "-opened_at"], name="opening_of_agency"),
                            models.Index(fields=["record"], name="opening_of_record"),
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("record_number", models.BigIntegerField(db_index=True)),
                        ("reference", models.CharField(max_length=24)),
                        ("record_kind", models.CharField(max_length=16)),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Signpost"), (2, "View"), (3, "Contribute"), (4, "Manage")]
                            ),
                        ),
                        (
                            "conditions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), default=list, size=None
                            ),
                        ),
                        ("condition_text", models.TextField(blank=True)),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), null=True, size=None
                            ),
                        ),
                        ("given_at", models.DateTimeField()),
                        ("until", models.DateTimeField(null=True)),
                        ("ended_at", models.DateTimeField(null=True)),
                        ("why_ended", models.CharField(blank=True, max_length=200)),
                        (
                            "agreement",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agreement",
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "lawful_basis",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.lawfulbasis",
                            ),
                        ),
                        (
                            "principal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="receipts",
                                to="access.principal",
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
                    ],
                    options={
                        "ordering": ["-given_at", "-pk"],
                        "indexes": [
                            models.Index(
                                fields=["principal", "-given_at", "-id"], name="receipt_of_principal"
                            )
                        ],
                        "constraints": [],
                    },
                ),
            ],
        ),
    ]
