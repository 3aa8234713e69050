import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import pam.records.models
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("actions", "0001_initial"),
        ("actions", "0002_identifiers"),
        ("actions", "0003_strand"),
        ("actions", "0004_filtered_and_sorted"),
        ("actions", "0005_owner_team_or_agency"),
        ("actions", "0006_accepted_or_declined"),
        ("actions", "0007_outcomes"),
        ("actions", "0008_times_moved"),
        ("actions", "0009_steps_and_evidence"),
        ("actions", "0010_depends_on"),
        ("actions", "0011_plan_version"),
        ("actions", "0001_squashed"),
        ("actions", "0012_visit"),
        ("actions", "0013_warnings_in_full"),
    ]

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
                    name="SanitisedAction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("code", models.CharField(db_default="", editable=False, max_length=10)),
                        ("title", models.CharField(max_length=200)),
                        ("details", models.TextField(blank=True)),
                        ("due", models.DateField()),
                        ("contact", models.CharField(max_length=200)),
                        ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("done", "Reported done"),
                                    ("declined", "Reported not possible"),
                                    ("closed", "Closed"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="open",
                                max_length=10,
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
                            "given_by_agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "receiver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.principal",
                            ),
                        ),
                        (
                            "receiver_agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "warnings",
                            models.CharField(blank=True, db_default="", default="", max_length=2000),
                        ),
                    ],
                    options={
                        "ordering": ["due", "pk"],
                        "indexes": [
                            models.Index(fields=["receiver", "state", "due"], name="sanitised_of_receiver")
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Action",
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
                            "marking",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "OFFICIAL"), (2, "OFFICIAL-SENSITIVE")],
                                default=2,
                                editable=False,
                            ),
                        ),
                        (
                            "readers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(), default=list, editable=False, size=None
                            ),
                        ),
                        ("lapses_at", models.DateTimeField(editable=False, null=True)),
                        ("code", models.CharField(db_default="", editable=False, max_length=10)),
                        ("title", models.CharField(max_length=200)),
                        ("details", models.TextField(blank=True)),
                        (
                            "plan",
                            models.CharField(
                                blank=True, help_text="The plan that it belongs to.", max_length=60
                            ),
                        ),
                        ("due", models.DateField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("done", "Done"),
                                    ("impossible", "Not possible"),
                                    ("not_done", "Not done"),
                                    ("superseded", "Superseded"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("outcome", models.TextField(blank=True)),
                        ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "search",
                            django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
                        ),
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
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="actions",
                                to="access.membership",
                            ),
                        ),
                        (
                            "owner_agency",
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
                        (
                            "sanitised",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="action",
                                to="actions.sanitisedaction",
                            ),
                        ),
                        (
                            "identifiers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60),
                                editable=False,
                                null=True,
                                size=None,
                            ),
                        ),
                        ("strand", models.CharField(blank=True, max_length=16)),
                        ("holder", models.CharField(blank=True, db_default="", default="", max_length=120)),
                        (
                            "owner_team",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.team",
                            ),
                        ),
                        (
                            "acceptance",
                            models.CharField(
                                choices=[
                                    ("offered", "Not accepted yet"),
                                    ("accepted", "Accepted"),
                                    ("declined", "Declined"),
                                ],
                                db_default="accepted",
                                default="accepted",
                                editable=False,
                                max_length=8,
                            ),
                        ),
                        ("answer", models.TextField(blank=True, db_default="", default="", editable=False)),
                        ("first_due", models.DateField(blank=True, editable=False, null=True)),
                        (
                            "times_moved",
                            models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
                        ),
                        ("evidence", models.CharField(blank=True, db_default="", default="", max_length=300)),
                        (
                            "evidence_document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="records.document",
                            ),
                        ),
                        (
                            "depends_on",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="actions.action",
                            ),
                        ),
                        (
                            "plan_version",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="frameworks.frameworkversion",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="records.subject",
                                verbose_name="person or place to visit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["due", "pk"],
                        "abstract": False,
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["readers", "search"], name="action_readers_search"
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                condition=models.Q(("status", "open")),
                                fastupdate=False,
                                fields=["readers"],
                                name="action_open_readers",
                            ),
                            models.Index(fields=["status", "due", "id"], name="action_due"),
                            models.Index(fields=["-updated", "-id"], name="action_newest"),
                            models.Index(fields=["owner", "status", "due"], name="action_of_owner"),
                            models.Index(fields=["record", "status"], name="action_of_record"),
                            models.Index(
                                fields=["owner_agency", "status", "due", "id"], name="action_of_agency"
                            ),
                            models.Index(
                                condition=models.Q(("owner_team__isnull", False)),
                                fields=["owner_team", "status", "due"],
                                name="action_of_team",
                            ),
                            models.Index(
                                condition=models.Q(("owner", None), ("owner_team", None)),
                                fields=["owner_agency", "status", "due"],
                                name="action_of_agency_itself",
                            ),
                            models.Index(
                                condition=models.Q(("acceptance", "declined")),
                                fields=["author", "due"],
                                name="action_declined",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("author_agency", "code"), name="action_code_once_an_agency"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("owner", None),
                                    models.Q(("holder", ""), ("owner_team", None)),
                                    _connector="OR",
                                ),
                                name="action_has_one_owner",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAction",
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
                            "marking",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "OFFICIAL"), (2, "OFFICIAL-SENSITIVE")],
                                default=2,
                                editable=False,
                            ),
                        ),
                        ("code", models.CharField(db_default="", editable=False, max_length=10)),
                        ("title", models.CharField(max_length=200)),
                        ("details", models.TextField(blank=True)),
                        (
                            "plan",
                            models.CharField(
                                blank=True, help_text="The plan that it belongs to.", max_length=60
                            ),
                        ),
                        ("due", models.DateField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("open", "Open"),
                                    ("done", "Done"),
                                    ("impossible", "Not possible"),
                                    ("not_done", "Not done"),
                                    ("superseded", "Superseded"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="open",
                                max_length=10,
                            ),
                        ),
                        ("outcome", models.TextField(blank=True)),
                        ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "owner_agency",
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
                        (
                            "sanitised",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="actions.sanitisedaction",
                            ),
                        ),
                        ("strand", models.CharField(blank=True, max_length=16)),
                        ("holder", models.CharField(blank=True, db_default="", default="", max_length=120)),
                        (
                            "owner_team",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.team",
                            ),
                        ),
                        (
                            "acceptance",
                            models.CharField(
                                choices=[
                                    ("offered", "Not accepted yet"),
                                    ("accepted", "Accepted"),
                                    ("declined", "Declined"),
                                ],
                                db_default="accepted",
                                default="accepted",
                                editable=False,
                                max_length=8,
                            ),
                        ),
                        ("answer", models.TextField(blank=True, db_default="", default="", editable=False)),
                        ("first_due", models.DateField(blank=True, editable=False, null=True)),
                        (
                            "times_moved",
                            models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
                        ),
                        ("evidence", models.CharField(blank=True, db_default="", default="", max_length=300)),
                        (
                            "evidence_document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="records.document",
                            ),
                        ),
                        (
                            "depends_on",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="actions.action",
                            ),
                        ),
                        (
                            "plan_version",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="frameworks.frameworkversion",
                            ),
                        ),
                        (
                            "visit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="records.subject",
                                verbose_name="person or place to visit",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical action",
                        "verbose_name_plural": "historical actions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SanitisedReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("progress", "Progress"),
                                    ("done", "Done"),
                                    ("declined", "Not possible"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("text", models.TextField()),
                        (
                            "about",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reports",
                                to="actions.sanitisedaction",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "by_agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "indexes": [models.Index(fields=["about", "-at"], name="report_of_sanitised")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalActionStep",
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
                        ("text", models.CharField(max_length=200)),
                        ("position", models.PositiveSmallIntegerField(editable=False)),
                        ("done_at", models.DateTimeField(editable=False, null=True)),
                        ("removed_at", models.DateTimeField(editable=False, null=True)),
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
                            "action",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="actions.action",
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
                            "done_by",
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
                        "verbose_name": "historical action step",
                        "verbose_name_plural": "historical action steps",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ActionStep",
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
                        ("text", models.CharField(max_length=200)),
                        ("position", models.PositiveSmallIntegerField(editable=False)),
                        ("done_at", models.DateTimeField(editable=False, null=True)),
                        ("removed_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "action",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="actions.action",
                            ),
                        ),
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
                            "done_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
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
                        "ordering": ["position", "pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["action", "position", "id"], name="step_of_action")],
                        "constraints": [],
                    },
                ),
            ],
        ),
    ]
