import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import pam.records.models
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("clocks", "0001_initial")]

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
                    name="HistoricalClock",
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
                        ("event", models.CharField(editable=False, max_length=60)),
                        ("by_hand", models.BooleanField(default=True, editable=False)),
                        ("started_at", models.DateTimeField(verbose_name="started")),
                        ("note", models.TextField(blank=True)),
                        ("due", models.DateTimeField(editable=False)),
                        ("warn_from", models.DateTimeField(editable=False)),
                        ("next_warning", models.DateTimeField(editable=False, null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[("running", "Running"), ("met", "Met"), ("stopped", "Stopped")],
                                default="running",
                                editable=False,
                                max_length=8,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                        (
                            "recorded_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="end recorded"),
                        ),
                        (
                            "reason",
                            models.TextField(blank=True, verbose_name="what was done, or why it was stopped"),
                        ),
                        ("late_reason", models.TextField(blank=True, verbose_name="why it is late")),
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
                            "ended_by",
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
                                verbose_name="clock",
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
                        "verbose_name": "historical clock",
                        "verbose_name_plural": "historical clocks",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Clock",
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
                        ("event", models.CharField(editable=False, max_length=60)),
                        ("by_hand", models.BooleanField(default=True, editable=False)),
                        ("started_at", models.DateTimeField(verbose_name="started")),
                        ("note", models.TextField(blank=True)),
                        ("due", models.DateTimeField(editable=False)),
                        ("warn_from", models.DateTimeField(editable=False)),
                        ("next_warning", models.DateTimeField(editable=False, null=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[("running", "Running"), ("met", "Met"), ("stopped", "Stopped")],
                                default="running",
                                editable=False,
                                max_length=8,
                            ),
                        ),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="ended")),
                        (
                            "recorded_at",
                            models.DateTimeField(editable=False, null=True, verbose_name="end recorded"),
                        ),
                        (
                            "reason",
                            models.TextField(blank=True, verbose_name="what was done, or why it was stopped"),
                        ),
                        ("late_reason", models.TextField(blank=True, verbose_name="why it is late")),
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
                            "ended_by",
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
                                verbose_name="clock",
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
                        "ordering": ["due", "pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["state", "due", "id"], name="clock_due"),
                            models.Index(fields=["record", "state", "due"], name="clock_of_record"),
                            models.Index(
                                condition=models.Q(("next_warning__isnull", False), ("state", "running")),
                                fields=["next_warning", "id"],
                                name="clock_to_warn",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                condition=models.Q(("state", "running")),
                                fastupdate=False,
                                fields=["readers"],
                                name="clock_running_readers",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("ended_at", None),
                                        ("ended_by", None),
                                        ("recorded_at", None),
                                        ("state", "running"),
                                    ),
                                    models.Q(
                                        ("ended_at__gte", models.F("started_at")),
                                        ("ended_at__isnull", False),
                                        ("ended_by__isnull", False),
                                        ("next_warning", None),
                                        ("recorded_at__isnull", False),
                                        ("state__in", ["met", "stopped"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="clock_ends_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "met"), _negated=True),
                                    ("ended_at__lte", models.F("due")),
                                    models.Q(("late_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="clock_late_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due__gte", models.F("started_at"))),
                                name="clock_due_after_start",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
