import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import pam.records.models
import pam.reference.keys
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("transfers", "0001_transfers"), ("transfers", "0002_attention")]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
        ("records", "0001_squashed_2"),
        ("reference", "0001_squashed"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="Transfer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("reference", models.CharField(editable=False, max_length=24)),
                        ("record_kind", models.CharField(editable=False, max_length=16)),
                        (
                            "proposed_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        (
                            "words",
                            models.TextField(max_length=2000, verbose_name="why they should take it over"),
                        ),
                        (
                            "on",
                            models.DateField(
                                default=django.utils.timezone.localdate,
                                verbose_name="day from which they should have it",
                            ),
                        ),
                        (
                            "marking",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "OFFICIAL"), (2, "OFFICIAL-SENSITIVE")], editable=False
                            ),
                        ),
                        ("shown", models.JSONField(default=list, editable=False)),
                        ("identity", models.CharField(blank=True, editable=False, max_length=300)),
                        ("missing", models.JSONField(default=list, editable=False)),
                        (
                            "justification",
                            models.TextField(
                                blank=True,
                                editable=False,
                                max_length=2000,
                                verbose_name="why without an agreement",
                            ),
                        ),
                        ("contents", models.JSONField(default=list, editable=False)),
                        ("left", models.JSONField(default=list, editable=False)),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                editable=False,
                                null=True,
                                size=None,
                            ),
                        ),
                        ("digest", models.CharField(blank=True, editable=False, max_length=64)),
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
                                editable=False,
                                max_length=9,
                            ),
                        ),
                        ("answered_at", models.DateTimeField(editable=False, null=True)),
                        ("answer", models.TextField(blank=True, editable=False, max_length=2000)),
                        ("moved_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "agreement",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agreement",
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "basis",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.lawfulbasis",
                            ),
                        ),
                        (
                            "from_team",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.team",
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "reason",
                            pam.reference.keys.ReferenceKey(
                                listing="transfers.reason",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="records.record",
                            ),
                        ),
                        (
                            "record_agency",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "to_agency",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "to_team",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.team",
                            ),
                        ),
                        (
                            "attention",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=120,
                                verbose_name="person at the receiver",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-proposed_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["to_team", "-proposed_at", "-id"], name="transfer_to_team"),
                            models.Index(fields=["record", "-proposed_at"], name="transfer_of_record"),
                            models.Index(
                                fields=["proposed_by", "-proposed_at", "-id"], name="transfer_of_proposer"
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "waiting")),
                                fields=("record",),
                                name="one_waiting_transfer_a_record",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_at", None), ("answered_by", None), ("state", "waiting")
                                    ),
                                    models.Q(
                                        models.Q(("state", "waiting"), _negated=True),
                                        ("answered_at__isnull", False),
                                        ("answered_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="transfer_answered_by_a_person",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCarriedOver",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("history_agency", models.CharField(blank=True, max_length=120)),
                        ("history_batch", models.BigIntegerField(editable=False, null=True)),
                        ("uuid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        (
                            "agencies",
                            pam.records.models.AgenciesField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                editable=False,
                                null=True,
                                size=None,
                                verbose_name="who can see it",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "own_marking",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[(1, "OFFICIAL"), (2, "OFFICIAL-SENSITIVE")],
                                editable=False,
                                null=True,
                                verbose_name="protective marking",
                            ),
                        ),
                        ("from_team", models.CharField(editable=False, max_length=120)),
                        ("from_reference", models.CharField(editable=False, max_length=24)),
                        ("given_by", models.CharField(editable=False, max_length=160)),
                        ("proposed_on", models.DateField(editable=False)),
                        ("missing", models.JSONField(blank=True, default=list, editable=False)),
                        ("lines", models.JSONField(blank=True, default=list, editable=False)),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "author",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "author_agency",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "from_agency",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="records.record",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical transfer that a record came by",
                        "verbose_name_plural": "historical transfers that records came by",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="TransferPackage",
                    fields=[
                        (
                            "transfer",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="package",
                                serialize=False,
                                to="transfers.transfer",
                            ),
                        ),
                        ("rows", models.JSONField()),
                    ],
                    options={
                        "verbose_name": "package of a transfer",
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="CarriedOver",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "agencies",
                            pam.records.models.AgenciesField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                editable=False,
                                null=True,
                                size=None,
                                verbose_name="who can see it",
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "own_marking",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[(1, "OFFICIAL"), (2, "OFFICIAL-SENSITIVE")],
                                editable=False,
                                null=True,
                                verbose_name="protective marking",
                            ),
                        ),
                        ("from_team", models.CharField(editable=False, max_length=120)),
                        ("from_reference", models.CharField(editable=False, max_length=24)),
                        ("given_by", models.CharField(editable=False, max_length=160)),
                        ("proposed_on", models.DateField(editable=False)),
                        ("missing", models.JSONField(blank=True, default=list, editable=False)),
                        ("lines", models.JSONField(blank=True, default=list, editable=False)),
                        (
                            "author",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "author_agency",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "from_agency",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="records.record",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "transfer that a record came by",
                        "verbose_name_plural": "transfers that records came by",
                        "abstract": False,
                        "indexes": [models.Index(fields=["record"], name="carried_of_record")],
                        "constraints": [],
                    },
                ),
            ],
        ),
    ]
