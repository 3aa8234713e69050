import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import pam.records.models
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0002_squashed_grants"),
        ("access", "__first__"),
        ("records", "0001_squashed_2"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="HistoricalMerge",
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
                        ("choices", models.JSONField(default=dict, editable=False)),
                        ("was", models.JSONField(default=dict, editable=False)),
                        ("reason", models.TextField(max_length=2000, verbose_name="why they are the same")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Waits for approval"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                    ("moving", "Being merged"),
                                    ("merged", "Merged"),
                                    ("putting_back", "Being undone"),
                                    ("undone", "Undone"),
                                ],
                                default="proposed",
                                editable=False,
                                max_length=12,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "decision",
                            models.TextField(blank=True, max_length=2000, verbose_name="what was said to it"),
                        ),
                        ("undone_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "why_undone",
                            models.TextField(blank=True, max_length=2000, verbose_name="why it was undone"),
                        ),
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
                            "gone",
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
                        (
                            "undone_by",
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
                    ],
                    options={
                        "verbose_name": "historical merge",
                        "verbose_name_plural": "historical merges",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Merge",
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
                        ("choices", models.JSONField(default=dict, editable=False)),
                        ("was", models.JSONField(default=dict, editable=False)),
                        ("reason", models.TextField(max_length=2000, verbose_name="why they are the same")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "Waits for approval"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                    ("moving", "Being merged"),
                                    ("merged", "Merged"),
                                    ("putting_back", "Being undone"),
                                    ("undone", "Undone"),
                                ],
                                default="proposed",
                                editable=False,
                                max_length=12,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "decision",
                            models.TextField(blank=True, max_length=2000, verbose_name="what was said to it"),
                        ),
                        ("undone_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "why_undone",
                            models.TextField(blank=True, max_length=2000, verbose_name="why it was undone"),
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
                            "gone",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="records.record",
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
                            "undone_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "proposed")),
                                fields=["author_agency", "id"],
                                name="merge_to_decide",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["proposed", "moving", "merged"])),
                                fields=("gone",),
                                name="merged_into_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("record", models.F("gone")), _negated=True),
                                name="not_merged_into_itself",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_by", None), ("state__in", ["proposed", "withdrawn"])),
                                    models.Q(
                                        ("decided_by__isnull", False),
                                        (
                                            "state__in",
                                            ["refused", "moving", "merged", "putting_back", "undone"],
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="merge_decided_by_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="FormerReference",
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
                        ("reference", models.CharField(editable=False, max_length=24)),
                        ("of_uuid", models.UUIDField(db_index=True, editable=False)),
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
                            "record",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="records.record",
                            ),
                        ),
                        (
                            "merge",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="merging.merge",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("reference",), name="former_reference_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MergedRows",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("moved", models.JSONField(default=dict, editable=False)),
                        ("grants", models.JSONField(default=list, editable=False)),
                        ("after", models.JSONField(default=list, editable=False)),
                        ("team", models.BigIntegerField(editable=False)),
                        ("marking", models.PositiveSmallIntegerField(editable=False)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "merge",
                            models.OneToOneField(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="merging.merge",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "rows of merges",
                    },
                ),
            ],
        ),
    ]
