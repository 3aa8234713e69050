import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import pam.records.models
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("stages", "0001_initial"), ("stages", "0001_squashed"), ("stages", "0002_basis_of_a_move")]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
        ("frameworks", "0001_squashed_2"),
        ("records", "0001_squashed_2"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="HistoricalMove",
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
                            "move",
                            models.CharField(
                                blank=True, editable=False, max_length=60, verbose_name="code of the move"
                            ),
                        ),
                        ("label", models.CharField(editable=False, max_length=120, verbose_name="move")),
                        (
                            "from_code",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=60,
                                verbose_name="code of the stage before",
                            ),
                        ),
                        (
                            "from_label",
                            models.CharField(blank=True, editable=False, max_length=120, verbose_name="from"),
                        ),
                        (
                            "to_code",
                            models.CharField(
                                editable=False, max_length=60, verbose_name="code of the stage after"
                            ),
                        ),
                        ("to_label", models.CharField(editable=False, max_length=120, verbose_name="to")),
                        (
                            "on",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="day of the move"
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Waits for approval"),
                                    ("made", "Made"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="made",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(editable=False, null=True)),
                        ("decision", models.TextField(blank=True, verbose_name="what was said to it")),
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
                            "decided_by",
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
                            "framework_version",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="frameworks.frameworkversion",
                                verbose_name="stage map",
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
                        ("basis", models.UUIDField(blank=True, db_index=True, editable=False, null=True)),
                    ],
                    options={
                        "verbose_name": "historical move",
                        "verbose_name_plural": "historical moves",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Move",
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
                            "move",
                            models.CharField(
                                blank=True, editable=False, max_length=60, verbose_name="code of the move"
                            ),
                        ),
                        ("label", models.CharField(editable=False, max_length=120, verbose_name="move")),
                        (
                            "from_code",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=60,
                                verbose_name="code of the stage before",
                            ),
                        ),
                        (
                            "from_label",
                            models.CharField(blank=True, editable=False, max_length=120, verbose_name="from"),
                        ),
                        (
                            "to_code",
                            models.CharField(
                                editable=False, max_length=60, verbose_name="code of the stage after"
                            ),
                        ),
                        ("to_label", models.CharField(editable=False, max_length=120, verbose_name="to")),
                        (
                            "on",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="day of the move"
                            ),
                        ),
                        ("reason", models.TextField(blank=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Waits for approval"),
                                    ("made", "Made"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="made",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(editable=False, null=True)),
                        ("decision", models.TextField(blank=True, verbose_name="what was said to it")),
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
                            "decided_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "framework_version",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="frameworks.frameworkversion",
                                verbose_name="stage map",
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
                        ("basis", models.UUIDField(blank=True, db_index=True, editable=False, null=True)),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["record", "-id"], name="move_of_record"),
                            models.Index(
                                condition=models.Q(("state", "asked")),
                                fields=["author_agency", "id"],
                                name="move_to_approve",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "asked")),
                                fields=("record",),
                                name="one_move_asked_for",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
