import django.contrib.postgres.fields
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
        ("assessments", "0001_initial"),
        ("assessments", "0002_discarded_confidence_second_role"),
        ("assessments", "0001_squashed"),
        ("assessments", "0003_second_person"),
        ("assessments", "0004_work_on_cases"),
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
                    name="Assessment",
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("completed", "Completed"),
                                    ("superseded", "Superseded"),
                                    ("discarded", "Discarded"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        (
                            "on",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="day of the assessment"
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="where")),
                        ("answers", models.JSONField(blank=True, default=dict, editable=False)),
                        ("comments", models.JSONField(blank=True, default=dict, editable=False)),
                        ("ticked", models.JSONField(blank=True, default=dict, editable=False)),
                        (
                            "score",
                            models.DecimalField(decimal_places=4, editable=False, max_digits=12, null=True),
                        ),
                        ("band", models.CharField(blank=True, editable=False, max_length=60)),
                        ("grade", models.CharField(blank=True, editable=False, max_length=60)),
                        ("reason", models.TextField(blank=True, verbose_name="reason for the grade")),
                        ("findings", models.JSONField(blank=True, default=dict, editable=False)),
                        ("completed_at", models.DateTimeField(editable=False, null=True)),
                        ("why_replaced", models.TextField(blank=True, verbose_name="why it is made again")),
                        ("second_grade", models.CharField(blank=True, editable=False, max_length=60)),
                        (
                            "second_reason",
                            models.TextField(blank=True, verbose_name="second assessor’s reason"),
                        ),
                        ("second_at", models.DateTimeField(editable=False, null=True)),
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
                            "framework_version",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="frameworks.frameworkversion",
                                verbose_name="framework",
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
                            "replaces",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="replaced_by",
                                to="assessments.assessment",
                            ),
                        ),
                        (
                            "second_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        ("confidence", models.JSONField(blank=True, default=dict, editable=False)),
                        ("waits_for", models.CharField(blank=True, editable=False, max_length=60)),
                        (
                            "checks",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="checked_by",
                                to="assessments.assessment",
                            ),
                        ),
                        ("withheld_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "withheld_from",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(), editable=False, null=True, size=None
                            ),
                        ),
                        (
                            "alone",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("yes", "Yes"),
                                    ("no", "No, others could hear"),
                                    ("not_known", "Not known"),
                                ],
                                db_default="",
                                max_length=9,
                                verbose_name="spoken to alone",
                            ),
                        ),
                        (
                            "asked_by",
                            models.CharField(
                                blank=True,
                                db_default="",
                                max_length=120,
                                verbose_name="who asked the questions",
                            ),
                        ),
                        (
                            "interpreter",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_needed", "Not needed"),
                                    ("there", "Yes, one was there"),
                                    ("missing", "Needed, and none was there"),
                                ],
                                db_default="",
                                max_length=10,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-on", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["record", "-on", "-id"], name="assessment_of_record"),
                            models.Index(
                                condition=models.Q(("waits_for", ""), _negated=True),
                                fields=["waits_for"],
                                name="assessment_waits_for",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("completed_at", None), ("state__in", ["draft", "discarded"])),
                                    models.Q(
                                        ("completed_at__isnull", False),
                                        ("state__in", ["completed", "superseded"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_completed_at",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAssessment",
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("completed", "Completed"),
                                    ("superseded", "Superseded"),
                                    ("discarded", "Discarded"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        (
                            "on",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="day of the assessment"
                            ),
                        ),
                        ("place", models.CharField(blank=True, max_length=120, verbose_name="where")),
                        ("answers", models.JSONField(blank=True, default=dict, editable=False)),
                        ("comments", models.JSONField(blank=True, default=dict, editable=False)),
                        ("ticked", models.JSONField(blank=True, default=dict, editable=False)),
                        (
                            "score",
                            models.DecimalField(decimal_places=4, editable=False, max_digits=12, null=True),
                        ),
                        ("band", models.CharField(blank=True, editable=False, max_length=60)),
                        ("grade", models.CharField(blank=True, editable=False, max_length=60)),
                        ("reason", models.TextField(blank=True, verbose_name="reason for the grade")),
                        ("findings", models.JSONField(blank=True, default=dict, editable=False)),
                        ("completed_at", models.DateTimeField(editable=False, null=True)),
                        ("why_replaced", models.TextField(blank=True, verbose_name="why it is made again")),
                        ("second_grade", models.CharField(blank=True, editable=False, max_length=60)),
                        (
                            "second_reason",
                            models.TextField(blank=True, verbose_name="second assessor’s reason"),
                        ),
                        ("second_at", models.DateTimeField(editable=False, null=True)),
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
                            "framework_version",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="frameworks.frameworkversion",
                                verbose_name="framework",
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
                            "replaces",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="assessments.assessment",
                            ),
                        ),
                        (
                            "second_by",
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
                        ("confidence", models.JSONField(blank=True, default=dict, editable=False)),
                        ("waits_for", models.CharField(blank=True, editable=False, max_length=60)),
                        (
                            "checks",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="assessments.assessment",
                            ),
                        ),
                        ("withheld_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "withheld_from",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(), editable=False, null=True, size=None
                            ),
                        ),
                        (
                            "alone",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("yes", "Yes"),
                                    ("no", "No, others could hear"),
                                    ("not_known", "Not known"),
                                ],
                                db_default="",
                                max_length=9,
                                verbose_name="spoken to alone",
                            ),
                        ),
                        (
                            "asked_by",
                            models.CharField(
                                blank=True,
                                db_default="",
                                max_length=120,
                                verbose_name="who asked the questions",
                            ),
                        ),
                        (
                            "interpreter",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("not_needed", "Not needed"),
                                    ("there", "Yes, one was there"),
                                    ("missing", "Needed, and none was there"),
                                ],
                                db_default="",
                                max_length=10,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical assessment",
                        "verbose_name_plural": "historical assessments",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ],
        ),
    ]
