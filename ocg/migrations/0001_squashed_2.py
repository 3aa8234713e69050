import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import pam.records.models
import pam.reference.keys
import pam.subjects.models
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("ocg", "0001_initial"),
        ("ocg", "0002_priority"),
        ("ocg", "0003_stages_are_moves"),
        ("ocg", "0004_lines_of_old_stages"),
        ("ocg", "0005_disruptions"),
        ("ocg", "0001_squashed"),
        ("ocg", "0006_countable_fields"),
        ("ocg", "0007_harm_ledger"),
        ("ocg", "0008_plans"),
        ("ocg", "0009_profiles"),
        ("ocg", "0010_members"),
        ("ocg", "0011_plan_review_sources"),
        ("ocg", "0012_help_of_the_region"),
        ("ocg", "0013_what_was_typed"),
        ("ocg", "0014_responsible"),
        ("ocg", "0015_scoring"),
        ("ocg", "0016_owners_of_strands"),
    ]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
        ("actions", "0001_squashed_2"),
        ("assessments", "0001_squashed_2"),
        ("frameworks", "0001_squashed_2"),
        ("records", "0001_squashed_2"),
        ("reference", "0001_squashed"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="HistoricalOcg",
                    fields=[
                        (
                            "record_ptr",
                            models.ForeignKey(
                                auto_created=True,
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                parent_link=True,
                                related_name="+",
                                to="records.record",
                            ),
                        ),
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("history_agency", models.CharField(blank=True, max_length=120)),
                        ("history_batch", models.BigIntegerField(editable=False, null=True)),
                        ("uuid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("kind", models.CharField(editable=False, max_length=16)),
                        (
                            "reference",
                            models.CharField(db_default="", db_index=True, editable=False, max_length=24),
                        ),
                        ("title", models.CharField(max_length=200)),
                        ("summary", models.TextField(blank=True)),
                        (
                            "marking",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "OFFICIAL"), (2, "OFFICIAL-SENSITIVE")],
                                default=2,
                                verbose_name="protective marking",
                            ),
                        ),
                        (
                            "handling",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="handling instructions"
                            ),
                        ),
                        ("next_review", models.DateField(blank=True, null=True)),
                        (
                            "opened_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("closed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("created", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("updated", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "crime_types",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="crime types noted before"
                            ),
                        ),
                        (
                            "area",
                            models.CharField(blank=True, max_length=200, verbose_name="area noted before"),
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
                            "agency",
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
                            "lead",
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
                            "retention_group",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="records.retentiongroup",
                            ),
                        ),
                        (
                            "sro",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.membership",
                                verbose_name="Senior Responsible Officer",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.team",
                                verbose_name="owner team",
                            ),
                        ),
                        (
                            "tier",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="ocg.tier",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                            ),
                        ),
                        (
                            "old_stage",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_column="stage_id",
                                db_constraint=False,
                                editable=False,
                                listing="ocg.stage",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="stage before moves",
                            ),
                        ),
                        (
                            "aliases",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=120),
                                blank=True,
                                db_default=[],
                                default=list,
                                size=None,
                                verbose_name="known names",
                            ),
                        ),
                        (
                            "children",
                            models.CharField(
                                choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known")],
                                db_default="unknown",
                                default="unknown",
                                max_length=7,
                                verbose_name="children involved",
                            ),
                        ),
                        (
                            "communities",
                            pam.reference.keys.ReferenceKeys(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                db_default=[],
                                default=list,
                                listing="frameworks.community",
                                size=None,
                                verbose_name="communities harmed",
                            ),
                        ),
                        (
                            "coordinator",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.membership",
                                verbose_name="coordinator",
                            ),
                        ),
                        (
                            "corruption",
                            pam.reference.keys.ReferenceKeys(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                db_default=[],
                                default=list,
                                listing="ocg.corruption",
                                size=None,
                                verbose_name="signs of corruption",
                            ),
                        ),
                        (
                            "crimes",
                            pam.reference.keys.ReferenceKeys(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                db_default=[],
                                default=list,
                                listing="frameworks.crime-type",
                                size=None,
                                verbose_name="types of crime",
                            ),
                        ),
                        (
                            "enablers",
                            pam.reference.keys.ReferenceKeys(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                db_default=[],
                                default=list,
                                listing="ocg.enabler",
                                size=None,
                                verbose_name="enablers",
                            ),
                        ),
                        (
                            "group_kind",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="ocg.kind",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="kind of group",
                            ),
                        ),
                        (
                            "main_crime",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="frameworks.crime-type",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="main type of crime",
                            ),
                        ),
                        (
                            "operation_name",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=80,
                                verbose_name="operation name",
                            ),
                        ),
                        (
                            "own_reference",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=60,
                                verbose_name="our own reference",
                            ),
                        ),
                        (
                            "regional_reference",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=60,
                                verbose_name="regional reference",
                            ),
                        ),
                        (
                            "sro_since",
                            models.DateField(
                                blank=True, null=True, verbose_name="Senior Responsible Officer since"
                            ),
                        ),
                        (
                            "violence",
                            pam.reference.keys.ReferenceKeys(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                db_default=[],
                                default=list,
                                listing="ocg.violence",
                                size=None,
                                verbose_name="violence",
                            ),
                        ),
                        (
                            "weapons",
                            pam.reference.keys.ReferenceKeys(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                db_default=[],
                                default=list,
                                listing="ocg.weapon",
                                size=None,
                                verbose_name="weapons",
                            ),
                        ),
                        (
                            "lead_accepted_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="lead accepted"
                            ),
                        ),
                        (
                            "lead_asked",
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
                        "verbose_name": "historical organised crime group",
                        "verbose_name_plural": "historical organised crime groups",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalScore",
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
                            "on",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="assessed on"
                            ),
                        ),
                        (
                            "threat",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MaxValueValidator(100)]
                            ),
                        ),
                        (
                            "risk",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MaxValueValidator(100)]
                            ),
                        ),
                        (
                            "harm",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MaxValueValidator(100)]
                            ),
                        ),
                        ("rationale", models.TextField()),
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
                        "verbose_name": "historical score",
                        "verbose_name_plural": "historical scores",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Ocg",
                    fields=[
                        (
                            "record_ptr",
                            models.OneToOneField(
                                auto_created=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                parent_link=True,
                                primary_key=True,
                                serialize=False,
                                to="records.record",
                            ),
                        ),
                        (
                            "crime_types",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="crime types noted before"
                            ),
                        ),
                        (
                            "area",
                            models.CharField(blank=True, max_length=200, verbose_name="area noted before"),
                        ),
                        (
                            "sro",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                                verbose_name="Senior Responsible Officer",
                            ),
                        ),
                        (
                            "tier",
                            pam.reference.keys.ReferenceKey(
                                listing="ocg.tier",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                            ),
                        ),
                        (
                            "old_stage",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_column="stage_id",
                                editable=False,
                                listing="ocg.stage",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="stage before moves",
                            ),
                        ),
                        (
                            "aliases",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=120),
                                blank=True,
                                db_default=[],
                                default=list,
                                size=None,
                                verbose_name="known names",
                            ),
                        ),
                        (
                            "children",
                            models.CharField(
                                choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known")],
                                db_default="unknown",
                                default="unknown",
                                max_length=7,
                                verbose_name="children involved",
                            ),
                        ),
                        (
                            "communities",
                            pam.reference.keys.ReferenceKeys(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                db_default=[],
                                default=list,
                                listing="frameworks.community",
                                size=None,
                                verbose_name="communities harmed",
                            ),
                        ),
                        (
                            "coordinator",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                                verbose_name="coordinator",
                            ),
                        ),
                        (
                            "corruption",
                            pam.reference.keys.ReferenceKeys(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                db_default=[],
                                default=list,
                                listing="ocg.corruption",
                                size=None,
                                verbose_name="signs of corruption",
                            ),
                        ),
                        (
                            "crimes",
                            pam.reference.keys.ReferenceKeys(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                db_default=[],
                                default=list,
                                listing="frameworks.crime-type",
                                size=None,
                                verbose_name="types of crime",
                            ),
                        ),
                        (
                            "enablers",
                            pam.reference.keys.ReferenceKeys(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                db_default=[],
                                default=list,
                                listing="ocg.enabler",
                                size=None,
                                verbose_name="enablers",
                            ),
                        ),
                        (
                            "group_kind",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                listing="ocg.kind",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="kind of group",
                            ),
                        ),
                        (
                            "main_crime",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                listing="frameworks.crime-type",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="main type of crime",
                            ),
                        ),
                        (
                            "operation_name",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=80,
                                verbose_name="operation name",
                            ),
                        ),
                        (
                            "own_reference",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=60,
                                verbose_name="our own reference",
                            ),
                        ),
                        (
                            "regional_reference",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=60,
                                verbose_name="regional reference",
                            ),
                        ),
                        (
                            "sro_since",
                            models.DateField(
                                blank=True, null=True, verbose_name="Senior Responsible Officer since"
                            ),
                        ),
                        (
                            "violence",
                            pam.reference.keys.ReferenceKeys(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                db_default=[],
                                default=list,
                                listing="ocg.violence",
                                size=None,
                                verbose_name="violence",
                            ),
                        ),
                        (
                            "weapons",
                            pam.reference.keys.ReferenceKeys(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                db_default=[],
                                default=list,
                                listing="ocg.weapon",
                                size=None,
                                verbose_name="weapons",
                            ),
                        ),
                        (
                            "lead_accepted_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="lead accepted"
                            ),
                        ),
                        (
                            "lead_asked",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "organised crime group",
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["crimes"], name="ocg_crimes"
                            ),
                            models.Index(
                                condition=models.Q(("own_reference", ""), _negated=True),
                                fields=["own_reference"],
                                name="ocg_own_reference",
                            ),
                            models.Index(
                                condition=models.Q(("regional_reference", ""), _negated=True),
                                fields=["regional_reference"],
                                name="ocg_regional_reference",
                            ),
                        ],
                        "constraints": [],
                    },
                    bases=("records.record",),
                ),
                migrations.CreateModel(
                    name="Score",
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
                            "on",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="assessed on"
                            ),
                        ),
                        (
                            "threat",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MaxValueValidator(100)]
                            ),
                        ),
                        (
                            "risk",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MaxValueValidator(100)]
                            ),
                        ),
                        (
                            "harm",
                            models.PositiveSmallIntegerField(
                                validators=[django.core.validators.MaxValueValidator(100)]
                            ),
                        ),
                        ("rationale", models.TextField()),
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
                    ],
                    options={
                        "ordering": ["on", "pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["record", "-on", "-id"], name="score_of_record")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("harm__lte", 100), ("risk__lte", 100), ("threat__lte", 100)
                                ),
                                name="score_to_100",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Disruption",
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
                        ("on", models.DateField(default=django.utils.timezone.localdate, verbose_name="day")),
                        ("what", models.CharField(max_length=300, verbose_name="what happened")),
                        (
                            "target",
                            models.CharField(
                                choices=[
                                    ("group", "The group"),
                                    ("member", "A member"),
                                    ("vulnerability", "A vulnerability"),
                                    ("enabler", "An enabler"),
                                ],
                                default="group",
                                max_length=13,
                                verbose_name="what was disrupted",
                            ),
                        ),
                        (
                            "strand",
                            models.CharField(
                                choices=[
                                    ("pursue", "Pursue"),
                                    ("prevent", "Prevent"),
                                    ("protect", "Protect"),
                                    ("prepare", "Prepare"),
                                ],
                                max_length=16,
                                verbose_name="strand",
                            ),
                        ),
                        ("claim_reason", models.TextField(max_length=2000, verbose_name="why this level")),
                        (
                            "contributors",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                            ),
                        ),
                        (
                            "evidence",
                            models.CharField(blank=True, max_length=200, verbose_name="evidence reference"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("submitted", "Submitted"),
                                    ("agreed", "Agreed"),
                                    ("changed", "Level changed"),
                                    ("returned", "Returned"),
                                ],
                                default="submitted",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=1, editable=False)),
                        (
                            "submitted_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        (
                            "typed_reference",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="reference in the national system"
                            ),
                        ),
                        ("typed_on", models.DateField(blank=True, null=True, verbose_name="typed on")),
                        (
                            "action",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="actions.action",
                                verbose_name="action of the plan",
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
                            "claimed",
                            pam.reference.keys.ReferenceKey(
                                listing="ocg.disruption-level",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="level claimed",
                            ),
                        ),
                        (
                            "lead_agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                                verbose_name="lead agency",
                            ),
                        ),
                        (
                            "level",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                editable=False,
                                listing="ocg.disruption-level",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="level assessed",
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
                            "subject",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="records.subject",
                                verbose_name="who or what exactly",
                            ),
                        ),
                        (
                            "typed_by",
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
                        "ordering": ["-on", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["record", "-on", "-id"], name="disruption_of_record"),
                            models.Index(fields=["-on", "-id"], name="disruption_newest"),
                            models.Index(
                                condition=models.Q(("state", "submitted")),
                                fields=["submitted_at", "id"],
                                name="disruption_to_assess",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["readers"], name="disruption_readers"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("level", None), ("state__in", ["submitted", "returned"])),
                                    models.Q(("level", models.F("claimed")), ("state", "agreed")),
                                    models.Q(
                                        ("level__isnull", False),
                                        ("state", "changed"),
                                        models.Q(("level", models.F("claimed")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="disruption_level_by_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("typed_by", None), ("typed_on", None), ("typed_reference", "")),
                                    models.Q(
                                        ("state__in", ["agreed", "changed"]),
                                        ("typed_by__isnull", False),
                                        ("typed_on__isnull", False),
                                        models.Q(("typed_reference", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="disruption_typed_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DisruptionAssessment",
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
                        ("round", models.PositiveSmallIntegerField(editable=False)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("agreed", "Agreed"),
                                    ("changed", "Level changed"),
                                    ("returned", "Returned"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("reason", models.TextField(blank=True, max_length=2000)),
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
                            "disruption",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="assessments",
                                to="ocg.disruption",
                            ),
                        ),
                        (
                            "level",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                listing="ocg.disruption-level",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
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
                        "ordering": ["-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["author", "outcome"], name="assessment_of_assessor")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("disruption", "round"), name="one_assessment_a_round"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("level__isnull", False), ("outcome", "agreed")),
                                    models.Q(
                                        ("level__isnull", False),
                                        ("outcome", "changed"),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("level", None),
                                        ("outcome", "returned"),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="assessment_says_why",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DisruptionOutput",
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
                            "amount",
                            models.DecimalField(
                                decimal_places=3,
                                max_digits=13,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(1000000000),
                                ],
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
                            "disruption",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="outputs",
                                to="ocg.disruption",
                            ),
                        ),
                        (
                            "drug",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                listing="ocg.drug",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                            ),
                        ),
                        (
                            "kind",
                            pam.reference.keys.ReferenceKey(
                                listing="ocg.disruption-output",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="output",
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
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("disruption", "kind", "drug"),
                                name="one_output_of_a_kind",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 0)), name="output_not_negative"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDisruption",
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
                        ("on", models.DateField(default=django.utils.timezone.localdate, verbose_name="day")),
                        ("what", models.CharField(max_length=300, verbose_name="what happened")),
                        (
                            "target",
                            models.CharField(
                                choices=[
                                    ("group", "The group"),
                                    ("member", "A member"),
                                    ("vulnerability", "A vulnerability"),
                                    ("enabler", "An enabler"),
                                ],
                                default="group",
                                max_length=13,
                                verbose_name="what was disrupted",
                            ),
                        ),
                        (
                            "strand",
                            models.CharField(
                                choices=[
                                    ("pursue", "Pursue"),
                                    ("prevent", "Prevent"),
                                    ("protect", "Protect"),
                                    ("prepare", "Prepare"),
                                ],
                                max_length=16,
                                verbose_name="strand",
                            ),
                        ),
                        ("claim_reason", models.TextField(max_length=2000, verbose_name="why this level")),
                        (
                            "contributors",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                            ),
                        ),
                        (
                            "evidence",
                            models.CharField(blank=True, max_length=200, verbose_name="evidence reference"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("submitted", "Submitted"),
                                    ("agreed", "Agreed"),
                                    ("changed", "Level changed"),
                                    ("returned", "Returned"),
                                ],
                                default="submitted",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=1, editable=False)),
                        (
                            "submitted_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        (
                            "typed_reference",
                            models.CharField(
                                blank=True, max_length=60, verbose_name="reference in the national system"
                            ),
                        ),
                        ("typed_on", models.DateField(blank=True, null=True, verbose_name="typed on")),
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
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="actions.action",
                                verbose_name="action of the plan",
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
                            "claimed",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="ocg.disruption-level",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="level claimed",
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
                            "lead_agency",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.agency",
                                verbose_name="lead agency",
                            ),
                        ),
                        (
                            "level",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                listing="ocg.disruption-level",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="level assessed",
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
                            "subject",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="records.subject",
                                verbose_name="who or what exactly",
                            ),
                        ),
                        (
                            "typed_by",
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
                        "verbose_name": "historical disruption",
                        "verbose_name_plural": "historical disruptions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDisruptionAssessment",
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
                        ("round", models.PositiveSmallIntegerField(editable=False)),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("agreed", "Agreed"),
                                    ("changed", "Level changed"),
                                    ("returned", "Returned"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("reason", models.TextField(blank=True, max_length=2000)),
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
                            "disruption",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ocg.disruption",
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
                            "level",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="ocg.disruption-level",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
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
                        "verbose_name": "historical disruption assessment",
                        "verbose_name_plural": "historical disruption assessments",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDisruptionOutput",
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
                            "amount",
                            models.DecimalField(
                                decimal_places=3,
                                max_digits=13,
                                validators=[
                                    django.core.validators.MinValueValidator(0),
                                    django.core.validators.MaxValueValidator(1000000000),
                                ],
                            ),
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
                            "disruption",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ocg.disruption",
                            ),
                        ),
                        (
                            "drug",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="ocg.drug",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
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
                            "kind",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="ocg.disruption-output",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="output",
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
                        "verbose_name": "historical disruption output",
                        "verbose_name_plural": "historical disruption outputs",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="GroupPlace",
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
                            "details",
                            models.CharField(blank=True, max_length=200, verbose_name="where exactly"),
                        ),
                        ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        (
                            "area",
                            pam.reference.keys.ReferenceKey(
                                listing="records.area",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="place",
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
                            "record",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="records.record",
                            ),
                        ),
                        (
                            "role",
                            pam.reference.keys.ReferenceKey(
                                listing="ocg.place-role",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="what it does there",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("removed_at", None)),
                                fields=["record"],
                                name="place_of_group",
                            ),
                            models.Index(
                                condition=models.Q(("removed_at", None)),
                                fields=["area", "record"],
                                name="group_of_place",
                            ),
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalGroupPlace",
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
                            "details",
                            models.CharField(blank=True, max_length=200, verbose_name="where exactly"),
                        ),
                        ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                            "area",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="records.area",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="place",
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
                            "role",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="ocg.place-role",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="what it does there",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical group place",
                        "verbose_name_plural": "historical group places",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalHarmEvent",
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
                        (
                            "happened",
                            pam.subjects.models.PartialDay(
                                blank=True, max_length=10, null=True, verbose_name="when"
                            ),
                        ),
                        ("on", models.DateField(editable=False)),
                        ("what", models.CharField(max_length=300, verbose_name="what happened")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="where")),
                        (
                            "harmed",
                            models.PositiveIntegerField(
                                blank=True,
                                null=True,
                                validators=[django.core.validators.MaxValueValidator(100000)],
                                verbose_name="people harmed",
                            ),
                        ),
                        (
                            "children",
                            models.CharField(
                                choices=[("unknown", "Not known"), ("yes", "Yes"), ("no", "No")],
                                default="unknown",
                                max_length=7,
                                verbose_name="children involved",
                            ),
                        ),
                        ("source", models.CharField(max_length=200)),
                        (
                            "taken_out",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=300,
                                verbose_name="why it was taken out",
                            ),
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
                            "community",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="frameworks.community",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="community or group harmed",
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
                            "kind",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="ocg.harm-kind",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="kind of harm",
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
                            "severity",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="ocg.harm-severity",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="how serious",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical harm event",
                        "verbose_name_plural": "historical harm events",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HarmEvent",
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
                        (
                            "happened",
                            pam.subjects.models.PartialDay(
                                blank=True, max_length=10, null=True, verbose_name="when"
                            ),
                        ),
                        ("on", models.DateField(editable=False)),
                        ("what", models.CharField(max_length=300, verbose_name="what happened")),
                        ("place", models.CharField(blank=True, max_length=200, verbose_name="where")),
                        (
                            "harmed",
                            models.PositiveIntegerField(
                                blank=True,
                                null=True,
                                validators=[django.core.validators.MaxValueValidator(100000)],
                                verbose_name="people harmed",
                            ),
                        ),
                        (
                            "children",
                            models.CharField(
                                choices=[("unknown", "Not known"), ("yes", "Yes"), ("no", "No")],
                                default="unknown",
                                max_length=7,
                                verbose_name="children involved",
                            ),
                        ),
                        ("source", models.CharField(max_length=200)),
                        (
                            "taken_out",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=300,
                                verbose_name="why it was taken out",
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
                            "community",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                listing="frameworks.community",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="community or group harmed",
                            ),
                        ),
                        (
                            "kind",
                            pam.reference.keys.ReferenceKey(
                                listing="ocg.harm-kind",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="kind of harm",
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
                            "severity",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                listing="ocg.harm-severity",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="how serious",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-on", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["record", "-on", "-id"], name="harm_of_record"),
                            models.Index(fields=["-on", "-id"], name="harm_newest"),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["readers"], name="harm_readers"
                            ),
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPlan",
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
                        ("end_state", models.TextField(max_length=2000, verbose_name="end state")),
                        (
                            "archive_criteria",
                            models.TextField(
                                max_length=2000, verbose_name="what must be true to archive the group"
                            ),
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
                        "verbose_name": "historical plan",
                        "verbose_name_plural": "historical plans",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Plan",
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
                        ("end_state", models.TextField(max_length=2000, verbose_name="end state")),
                        (
                            "archive_criteria",
                            models.TextField(
                                max_length=2000, verbose_name="what must be true to archive the group"
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
                        "abstract": False,
                        "constraints": [models.UniqueConstraint(fields=("record",), name="one_plan_a_group")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPlanVersion",
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
                        ("number", models.PositiveSmallIntegerField(db_default=0, editable=False)),
                        ("lro_signed_at", models.DateTimeField(editable=False, null=True)),
                        ("sro_signed_at", models.DateTimeField(editable=False, null=True)),
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
                            "lro_signed_by",
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
                            "sro_signed_by",
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
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ocg.plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical plan version",
                        "verbose_name_plural": "historical plan versions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPlanStrand",
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
                        ("removed_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "removed_why",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=500,
                                verbose_name="why it was taken out",
                            ),
                        ),
                        (
                            "strand",
                            models.CharField(
                                choices=[
                                    ("pursue", "Pursue"),
                                    ("prevent", "Prevent"),
                                    ("protect", "Protect"),
                                    ("prepare", "Prepare"),
                                ],
                                editable=False,
                                max_length=16,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="why there is nothing"),
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
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ocg.plan",
                            ),
                        ),
                        ("owner", models.CharField(blank=True, max_length=200, verbose_name="who owns it")),
                    ],
                    options={
                        "verbose_name": "historical plan strand",
                        "verbose_name_plural": "historical plan strands",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPlanStakeholder",
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
                        ("removed_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "removed_why",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=500,
                                verbose_name="why it was taken out",
                            ),
                        ),
                        ("agency", models.CharField(max_length=120, verbose_name="agency or body")),
                        ("contact", models.CharField(blank=True, max_length=200)),
                        (
                            "brings",
                            models.CharField(blank=True, max_length=300, verbose_name="what they bring"),
                        ),
                        ("briefed_on", models.DateField(blank=True, null=True)),
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
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ocg.plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical plan stakeholder",
                        "verbose_name_plural": "historical plan stakeholders",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPlanRisk",
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
                        ("removed_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "removed_why",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=500,
                                verbose_name="why it was taken out",
                            ),
                        ),
                        ("risk", models.CharField(max_length=300, verbose_name="what could happen")),
                        ("control", models.CharField(max_length=300, verbose_name="how it is controlled")),
                        ("owner", models.CharField(max_length=200, verbose_name="who owns it")),
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
                            "kind",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="ocg.plan-risk",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="kind of risk",
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
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ocg.plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical plan risk",
                        "verbose_name_plural": "historical plan risks",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPlanObjective",
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
                        ("removed_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "removed_why",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=500,
                                verbose_name="why it was taken out",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(db_default=0, editable=False)),
                        ("text", models.CharField(max_length=300, verbose_name="objective")),
                        ("measure", models.CharField(max_length=300, verbose_name="how we will know")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("on_track", "On track"),
                                    ("at_risk", "At risk"),
                                    ("stuck", "Stuck"),
                                    ("met", "Met"),
                                ],
                                default="on_track",
                                editable=False,
                                max_length=8,
                            ),
                        ),
                        (
                            "sentence",
                            models.CharField(
                                blank=True, editable=False, max_length=300, verbose_name="where it stands"
                            ),
                        ),
                        ("stated_at", models.DateTimeField(editable=False, null=True)),
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
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ocg.plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical plan objective",
                        "verbose_name_plural": "historical plan objectives",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPlanGap",
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
                        ("removed_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "removed_why",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=500,
                                verbose_name="why it was taken out",
                            ),
                        ),
                        ("question", models.CharField(max_length=300)),
                        ("collector", models.CharField(max_length=200, verbose_name="who collects")),
                        ("due", models.DateField(verbose_name="answer by")),
                        (
                            "answered_by",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="reference of the answer"
                            ),
                        ),
                        ("answered_on", models.DateField(blank=True, null=True)),
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
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ocg.plan",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical plan gap",
                        "verbose_name_plural": "historical plan gaps",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PlanGap",
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
                        ("removed_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "removed_why",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=500,
                                verbose_name="why it was taken out",
                            ),
                        ),
                        ("question", models.CharField(max_length=300)),
                        ("collector", models.CharField(max_length=200, verbose_name="who collects")),
                        ("due", models.DateField(verbose_name="answer by")),
                        (
                            "answered_by",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="reference of the answer"
                            ),
                        ),
                        ("answered_on", models.DateField(blank=True, null=True)),
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
                            "plan",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="ocg.plan",
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
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_by", ""), ("answered_on", None)),
                                    models.Q(
                                        models.Q(("answered_by", ""), _negated=True),
                                        ("answered_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="gap_answered_whole",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="PlanObjective",
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
                        ("removed_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "removed_why",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=500,
                                verbose_name="why it was taken out",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(db_default=0, editable=False)),
                        ("text", models.CharField(max_length=300, verbose_name="objective")),
                        ("measure", models.CharField(max_length=300, verbose_name="how we will know")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("on_track", "On track"),
                                    ("at_risk", "At risk"),
                                    ("stuck", "Stuck"),
                                    ("met", "Met"),
                                ],
                                default="on_track",
                                editable=False,
                                max_length=8,
                            ),
                        ),
                        (
                            "sentence",
                            models.CharField(
                                blank=True, editable=False, max_length=300, verbose_name="where it stands"
                            ),
                        ),
                        ("stated_at", models.DateTimeField(editable=False, null=True)),
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
                            "plan",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="ocg.plan",
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
                        "ordering": ["number"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "number"), name="objective_number_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPlanTactic",
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
                        ("starts", models.DateField(blank=True, null=True)),
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
                            "card",
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
                            "objective",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ocg.planobjective",
                                verbose_name="objective that it serves",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical plan tactic",
                        "verbose_name_plural": "historical plan tactics",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PlanReview",
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
                            "partners",
                            models.TextField(blank=True, max_length=2000, verbose_name="what partners did"),
                        ),
                        (
                            "ask",
                            models.TextField(blank=True, max_length=2000, verbose_name="ask of the chair"),
                        ),
                        ("next_review", models.DateField()),
                        ("made_in", models.BigIntegerField(db_default=0, editable=False)),
                        ("comment", models.TextField(blank=True, editable=False, max_length=2000)),
                        ("commented_at", models.DateTimeField(editable=False, null=True)),
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
                            "commented_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reviews",
                                to="ocg.plan",
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
                            "of_version",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="ocg.planversion",
                                verbose_name="version",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["plan", "-id"], name="review_of_plan")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("comment", ""), ("commented_at", None), ("commented_by", None)),
                                    models.Q(
                                        models.Q(("comment", ""), _negated=True),
                                        ("commented_at__isnull", False),
                                        ("commented_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="review_commented_whole",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PlanReviewLine",
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
                            "section",
                            models.CharField(
                                choices=[
                                    ("change", "What changed"),
                                    ("objective", "Objectives"),
                                    ("action", "Overdue actions"),
                                    ("strand", "Strands with nothing in them"),
                                    ("gap", "Intelligence gaps"),
                                    ("ask", "Asked of the chair"),
                                ],
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("source", models.CharField(default="plan", editable=False, max_length=12)),
                        ("about", models.UUIDField(editable=False, null=True)),
                        ("title", models.CharField(editable=False, max_length=300)),
                        ("state", models.CharField(blank=True, editable=False, max_length=40)),
                        ("text", models.CharField(blank=True, editable=False, max_length=700)),
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
                            "review",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="ocg.planreview",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [models.Index(fields=["review", "section"], name="line_of_plan_review")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="PlanRisk",
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
                        ("removed_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "removed_why",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=500,
                                verbose_name="why it was taken out",
                            ),
                        ),
                        ("risk", models.CharField(max_length=300, verbose_name="what could happen")),
                        ("control", models.CharField(max_length=300, verbose_name="how it is controlled")),
                        ("owner", models.CharField(max_length=200, verbose_name="who owns it")),
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
                            "kind",
                            pam.reference.keys.ReferenceKey(
                                listing="ocg.plan-risk",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="kind of risk",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="ocg.plan",
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
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="PlanStakeholder",
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
                        ("removed_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "removed_why",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=500,
                                verbose_name="why it was taken out",
                            ),
                        ),
                        ("agency", models.CharField(max_length=120, verbose_name="agency or body")),
                        ("contact", models.CharField(blank=True, max_length=200)),
                        (
                            "brings",
                            models.CharField(blank=True, max_length=300, verbose_name="what they bring"),
                        ),
                        ("briefed_on", models.DateField(blank=True, null=True)),
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
                            "plan",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="ocg.plan",
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
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="PlanStrand",
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
                        ("removed_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "removed_why",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=500,
                                verbose_name="why it was taken out",
                            ),
                        ),
                        (
                            "strand",
                            models.CharField(
                                choices=[
                                    ("pursue", "Pursue"),
                                    ("prevent", "Prevent"),
                                    ("protect", "Protect"),
                                    ("prepare", "Prepare"),
                                ],
                                editable=False,
                                max_length=16,
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=300, verbose_name="why there is nothing"),
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
                            "plan",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="ocg.plan",
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
                        ("owner", models.CharField(blank=True, max_length=200, verbose_name="who owns it")),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "strand"), name="strand_once_a_plan")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="PlanTactic",
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
                        ("starts", models.DateField(blank=True, null=True)),
                        (
                            "action",
                            models.OneToOneField(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
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
                            "card",
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
                            "objective",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="tactics",
                                to="ocg.planobjective",
                                verbose_name="objective that it serves",
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
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="PlanVersion",
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
                        ("number", models.PositiveSmallIntegerField(db_default=0, editable=False)),
                        ("lro_signed_at", models.DateTimeField(editable=False, null=True)),
                        ("sro_signed_at", models.DateTimeField(editable=False, null=True)),
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
                            "lro_signed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="ocg.plan",
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
                            "sro_signed_by",
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
                        "ordering": ["-number"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "number"), name="plan_version_number"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("lro_signed_at__isnull", False), ("lro_signed_by__isnull", False)
                                    ),
                                    models.Q(("lro_signed_at", None), ("lro_signed_by", None)),
                                    _connector="OR",
                                ),
                                name="lro_signed_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("sro_signed_at__isnull", False), ("sro_signed_by__isnull", False)
                                    ),
                                    models.Q(("sro_signed_at", None), ("sro_signed_by", None)),
                                    _connector="OR",
                                ),
                                name="sro_signed_whole",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPlanReview",
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
                            "partners",
                            models.TextField(blank=True, max_length=2000, verbose_name="what partners did"),
                        ),
                        (
                            "ask",
                            models.TextField(blank=True, max_length=2000, verbose_name="ask of the chair"),
                        ),
                        ("next_review", models.DateField()),
                        ("made_in", models.BigIntegerField(db_default=0, editable=False)),
                        ("comment", models.TextField(blank=True, editable=False, max_length=2000)),
                        ("commented_at", models.DateTimeField(editable=False, null=True)),
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
                            "commented_by",
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
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ocg.plan",
                            ),
                        ),
                        (
                            "of_version",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ocg.planversion",
                                verbose_name="version",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical plan review",
                        "verbose_name_plural": "historical plan reviews",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PlanVersionLine",
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
                        ("kind", models.CharField(editable=False, max_length=12)),
                        ("key", models.UUIDField(editable=False)),
                        ("place", models.IntegerField(editable=False)),
                        ("body", models.JSONField(editable=False)),
                        ("progress", models.JSONField(editable=False)),
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
                            "of_version",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="ocg.planversion",
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
                        "ordering": ["place", "pk"],
                        "indexes": [models.Index(fields=["of_version", "kind"], name="line_of_plan_version")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Profile",
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
                                choices=[("waiting", "Being made"), ("made", "Ready")],
                                default="waiting",
                                max_length=8,
                            ),
                        ),
                        ("claimed_at", models.DateTimeField(null=True)),
                        ("made_at", models.DateTimeField(null=True)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
                        ("problem", models.CharField(blank=True, max_length=200)),
                        ("label", models.CharField(max_length=200)),
                        (
                            "for_principals",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(), size=None
                            ),
                        ),
                        (
                            "about_records",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        ("content", models.JSONField()),
                        ("file", models.FileField(blank=True, max_length=200, upload_to="profiles/%Y/%m/")),
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
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [models.Index(fields=["record", "-id"], name="profile_of_record")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMember",
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
                        (
                            "position",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="position in the group"
                            ),
                        ),
                        (
                            "first_known",
                            pam.subjects.models.PartialDay(
                                blank=True, max_length=10, null=True, verbose_name="first known in the group"
                            ),
                        ),
                        (
                            "last_known",
                            pam.subjects.models.PartialDay(
                                blank=True, max_length=10, null=True, verbose_name="last known in the group"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, max_length=200, verbose_name="source reference"),
                        ),
                        (
                            "manager",
                            models.CharField(blank=True, max_length=120, verbose_name="offender manager"),
                        ),
                        ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                            "manager_agency",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.agency",
                                verbose_name="agency of the offender manager",
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
                            "role",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="ocg.member-role",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="records.subject",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical member",
                        "verbose_name_plural": "historical members",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Member",
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
                        (
                            "position",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="position in the group"
                            ),
                        ),
                        (
                            "first_known",
                            pam.subjects.models.PartialDay(
                                blank=True, max_length=10, null=True, verbose_name="first known in the group"
                            ),
                        ),
                        (
                            "last_known",
                            pam.subjects.models.PartialDay(
                                blank=True, max_length=10, null=True, verbose_name="last known in the group"
                            ),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, max_length=200, verbose_name="source reference"),
                        ),
                        (
                            "manager",
                            models.CharField(blank=True, max_length=120, verbose_name="offender manager"),
                        ),
                        ("removed_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                            "manager_agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                                verbose_name="agency of the offender manager",
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
                            "role",
                            pam.reference.keys.ReferenceKey(
                                listing="ocg.member-role",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                            ),
                        ),
                        (
                            "subject",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="parts_in_groups",
                                to="records.subject",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["record", "id"], name="member_of_record"),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["readers"], name="member_readers"
                            ),
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMemberStatus",
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
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("at_large", "At large"),
                                    ("bail", "On bail"),
                                    ("remanded", "Remanded"),
                                    ("serving", "Serving"),
                                    ("licence", "On licence"),
                                    ("abroad", "Abroad"),
                                    ("deported", "Deported"),
                                    ("dead", "Dead"),
                                    ("not_known", "Not known"),
                                ],
                                max_length=9,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "since",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="from"),
                        ),
                        (
                            "establishment",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="prison or other establishment"
                            ),
                        ),
                        (
                            "release_on",
                            models.DateField(blank=True, null=True, verbose_name="earliest release date"),
                        ),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "requirements",
                            models.TextField(blank=True, max_length=2000, verbose_name="conditions"),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, max_length=200, verbose_name="how it is known"),
                        ),
                        ("struck_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("struck_reason", models.CharField(blank=True, editable=False, max_length=500)),
                        ("released_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                            "member",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ocg.member",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical status of a member",
                        "verbose_name_plural": "historical statuses of members",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="MemberStatus",
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
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("at_large", "At large"),
                                    ("bail", "On bail"),
                                    ("remanded", "Remanded"),
                                    ("serving", "Serving"),
                                    ("licence", "On licence"),
                                    ("abroad", "Abroad"),
                                    ("deported", "Deported"),
                                    ("dead", "Dead"),
                                    ("not_known", "Not known"),
                                ],
                                max_length=9,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "since",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="from"),
                        ),
                        (
                            "establishment",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="prison or other establishment"
                            ),
                        ),
                        (
                            "release_on",
                            models.DateField(blank=True, null=True, verbose_name="earliest release date"),
                        ),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        (
                            "requirements",
                            models.TextField(blank=True, max_length=2000, verbose_name="conditions"),
                        ),
                        (
                            "source",
                            models.CharField(blank=True, max_length=200, verbose_name="how it is known"),
                        ),
                        ("struck_at", models.DateTimeField(blank=True, editable=False, null=True)),
                        ("struck_reason", models.CharField(blank=True, editable=False, max_length=500)),
                        ("released_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                            "member",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="statuses",
                                to="ocg.member",
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
                        "verbose_name": "status of a member",
                        "verbose_name_plural": "statuses of members",
                        "ordering": ["-since", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("struck_at", None)),
                                fields=["member", "-since", "-id"],
                                name="status_of_member",
                            ),
                            models.Index(
                                condition=models.Q(("state", "serving"), ("struck_at", None)),
                                fields=["release_on", "id"],
                                name="status_release",
                            ),
                            models.Index(
                                condition=models.Q(("struck_at", None)),
                                fields=["record"],
                                name="status_of_record",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["readers"], name="status_readers"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "serving"), ("release_on", None), _connector="OR"
                                ),
                                name="release_of_those_who_serve",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["remanded", "serving"]),
                                    ("establishment", ""),
                                    _connector="OR",
                                ),
                                name="establishment_of_those_inside",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["bail", "remanded", "licence"]),
                                    ("until", None),
                                    _connector="OR",
                                ),
                                name="until_of_what_ends",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("struck_at", None),
                                    models.Q(("struck_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="struck_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalRegionRequest",
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
                        ("why", models.TextField(max_length=4000, verbose_name="why")),
                        ("wanted_by", models.DateField(verbose_name="wanted by")),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Asked"),
                                    ("more", "More needed"),
                                    ("accepted", "Taken on"),
                                    ("refused", "Not taken on"),
                                    ("terms", "Terms to agree"),
                                    ("agreed", "Terms agreed"),
                                    ("delivered", "Delivered"),
                                    ("concluded", "Concluded"),
                                ],
                                default="asked",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("triaged_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "triage_reason",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what the region said"
                            ),
                        ),
                        (
                            "terms",
                            models.TextField(blank=True, max_length=8000, verbose_name="terms of reference"),
                        ),
                        ("products", models.TextField(blank=True, max_length=2000, verbose_name="products")),
                        ("timeline", models.DateField(blank=True, null=True, verbose_name="delivered by")),
                        (
                            "sio",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="senior investigating officer"
                            ),
                        ),
                        ("agreed_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "product_reference",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="reference of the product"
                            ),
                        ),
                        (
                            "delivered_on",
                            models.DateField(blank=True, null=True, verbose_name="delivered on"),
                        ),
                        (
                            "threat_after",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="the threat afterwards"
                            ),
                        ),
                        ("concluded_at", models.DateTimeField(editable=False, null=True)),
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
                            "agreed_by",
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
                            "concluded_by",
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
                            "delivered_by",
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
                            "owner_now",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.agency",
                                verbose_name="who owns it now",
                            ),
                        ),
                        (
                            "product",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="ocg.region-product",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="kind of product",
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
                            "region",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.agency",
                                verbose_name="region",
                            ),
                        ),
                        (
                            "score",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="ocg.score",
                                verbose_name="score afterwards",
                            ),
                        ),
                        (
                            "support",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="ocg.region-support",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="help wanted",
                            ),
                        ),
                        (
                            "terms_by",
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
                            "triaged_by",
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
                        "verbose_name": "historical region request",
                        "verbose_name_plural": "historical region requests",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="RegionRequest",
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
                        ("why", models.TextField(max_length=4000, verbose_name="why")),
                        ("wanted_by", models.DateField(verbose_name="wanted by")),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked", "Asked"),
                                    ("more", "More needed"),
                                    ("accepted", "Taken on"),
                                    ("refused", "Not taken on"),
                                    ("terms", "Terms to agree"),
                                    ("agreed", "Terms agreed"),
                                    ("delivered", "Delivered"),
                                    ("concluded", "Concluded"),
                                ],
                                default="asked",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("triaged_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "triage_reason",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what the region said"
                            ),
                        ),
                        (
                            "terms",
                            models.TextField(blank=True, max_length=8000, verbose_name="terms of reference"),
                        ),
                        ("products", models.TextField(blank=True, max_length=2000, verbose_name="products")),
                        ("timeline", models.DateField(blank=True, null=True, verbose_name="delivered by")),
                        (
                            "sio",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="senior investigating officer"
                            ),
                        ),
                        ("agreed_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "product_reference",
                            models.CharField(
                                blank=True, max_length=120, verbose_name="reference of the product"
                            ),
                        ),
                        (
                            "delivered_on",
                            models.DateField(blank=True, null=True, verbose_name="delivered on"),
                        ),
                        (
                            "threat_after",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="the threat afterwards"
                            ),
                        ),
                        ("concluded_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "agreed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
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
                            "concluded_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "delivered_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "owner_now",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                                verbose_name="who owns it now",
                            ),
                        ),
                        (
                            "product",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                listing="ocg.region-product",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="kind of product",
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
                            "region",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                                verbose_name="region",
                            ),
                        ),
                        (
                            "score",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="ocg.score",
                                verbose_name="score afterwards",
                            ),
                        ),
                        (
                            "support",
                            pam.reference.keys.ReferenceKey(
                                listing="ocg.region-support",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="help wanted",
                            ),
                        ),
                        (
                            "terms_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "triaged_by",
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
                        "ordering": ["-asked_at", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["record", "-asked_at", "-id"], name="region_of_record"),
                            models.Index(fields=["region", "state"], name="region_to_do"),
                            models.Index(fields=["-asked_at", "-id"], name="region_newest"),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["readers"], name="region_readers"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "state__in",
                                            ["accepted", "refused", "more", "terms", "agreed", "delivered"],
                                        ),
                                        _negated=True,
                                    ),
                                    ("triaged_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="region_triaged_by_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["agreed", "delivered", "concluded"]), _negated=True
                                    ),
                                    models.Q(
                                        ("agreed_by__isnull", False),
                                        ("timeline__isnull", False),
                                        models.Q(("terms", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="region_terms_by_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["delivered", "concluded"]), _negated=True),
                                    models.Q(("delivered_on__isnull", False), ("product__isnull", False)),
                                    _connector="OR",
                                ),
                                name="region_product_by_state",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "concluded"), _negated=True),
                                    ("owner_now__isnull", False),
                                    _connector="OR",
                                ),
                                name="region_owner_by_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTyping",
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
                            "on",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="typed on"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(blank=True, max_length=60, verbose_name="reference there"),
                        ),
                        ("lines", models.JSONField(default=dict, editable=False)),
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
                            "section",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="ocg.reentry",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical typing",
                        "verbose_name_plural": "historical typings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Typing",
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
                            "on",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="typed on"
                            ),
                        ),
                        (
                            "reference",
                            models.CharField(blank=True, max_length=60, verbose_name="reference there"),
                        ),
                        ("lines", models.JSONField(default=dict, editable=False)),
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
                            "section",
                            pam.reference.keys.ReferenceKey(
                                listing="ocg.reentry",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["record", "section", "-id"], name="typing_of_record")
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalLeadOffer",
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
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="note for them")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("offered", "Waiting for an answer"),
                                    ("accepted", "Accepted"),
                                    ("declined", "Declined"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="offered",
                                editable=False,
                                max_length=9,
                            ),
                        ),
                        ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                        ("answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                            "offered_to",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.membership",
                                verbose_name="person asked",
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
                        "verbose_name": "historical lead offer",
                        "verbose_name_plural": "historical lead offers",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="LeadOffer",
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
                        ("note", models.TextField(blank=True, max_length=2000, verbose_name="note for them")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("offered", "Waiting for an answer"),
                                    ("accepted", "Accepted"),
                                    ("declined", "Declined"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="offered",
                                editable=False,
                                max_length=9,
                            ),
                        ),
                        ("answer", models.TextField(blank=True, max_length=2000, verbose_name="answer")),
                        ("answered_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                            "offered_to",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                                verbose_name="person asked",
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
                        "ordering": ["-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "offered")),
                                fields=["offered_to"],
                                name="lead_offer_waiting",
                            ),
                            models.Index(fields=["record", "-id"], name="lead_offer_of_record"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "offered")),
                                fields=("record",),
                                name="one_open_lead_offer",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at", None), ("state", "offered")),
                                    models.Q(
                                        models.Q(("state", "offered"), _negated=True),
                                        ("answered_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="lead_offer_answered_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "declined"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="lead_declined_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LeadTraining",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("on", models.DateField(default=django.utils.timezone.localdate, verbose_name="day")),
                        (
                            "recorded_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("removed_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "kind",
                            models.ForeignKey(
                                limit_choices_to={"listing": "ocg.lro-training"},
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                            ),
                        ),
                        (
                            "membership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="access.membership",
                                verbose_name="person",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "training",
                        "ordering": ["-on", "-pk"],
                        "indexes": [
                            models.Index(fields=["membership", "-on"], name="lead_training_of_person")
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSecondScore",
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
                        (
                            "why",
                            models.CharField(
                                choices=[("sample", "Drawn by chance"), ("tier", "The tier changed")],
                                editable=False,
                                max_length=6,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting for a second scorer"),
                                    ("begun", "Being scored"),
                                    ("agreed", "Scores agree"),
                                    ("apart", "Waiting for a moderator"),
                                    ("moderated", "Moderated"),
                                    ("ended", "Ended without a second score"),
                                ],
                                default="waiting",
                                editable=False,
                                max_length=9,
                            ),
                        ),
                        ("since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("bands", models.SmallIntegerField(editable=False, null=True)),
                        (
                            "points",
                            models.DecimalField(decimal_places=1, editable=False, max_digits=5, null=True),
                        ),
                        (
                            "decided",
                            models.CharField(
                                blank=True, editable=False, max_length=60, verbose_name="band that stands"
                            ),
                        ),
                        ("reason", models.TextField(blank=True, max_length=2000)),
                        ("decided_at", models.DateTimeField(editable=False, null=True)),
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
                            "first",
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
                            "second",
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
                    ],
                    options={
                        "verbose_name": "historical second score",
                        "verbose_name_plural": "historical second scores",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalTierMove",
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
                            "proposed",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=300,
                                verbose_name="what the scores propose",
                            ),
                        ),
                        ("follows", models.BooleanField(default=False, editable=False)),
                        ("reason", models.TextField(blank=True, max_length=2000)),
                        (
                            "state",
                            models.CharField(
                                choices=[("asked", "Asked for"), ("set", "Set"), ("declined", "Declined")],
                                default="set",
                                editable=False,
                                max_length=8,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(editable=False, null=True)),
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
                            "before",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                listing="ocg.tier",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
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
                            "tier",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="ocg.tier",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical tier move",
                        "verbose_name_plural": "historical tier moves",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SecondScore",
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
                        (
                            "why",
                            models.CharField(
                                choices=[("sample", "Drawn by chance"), ("tier", "The tier changed")],
                                editable=False,
                                max_length=6,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting for a second scorer"),
                                    ("begun", "Being scored"),
                                    ("agreed", "Scores agree"),
                                    ("apart", "Waiting for a moderator"),
                                    ("moderated", "Moderated"),
                                    ("ended", "Ended without a second score"),
                                ],
                                default="waiting",
                                editable=False,
                                max_length=9,
                            ),
                        ),
                        ("since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("bands", models.SmallIntegerField(editable=False, null=True)),
                        (
                            "points",
                            models.DecimalField(decimal_places=1, editable=False, max_digits=5, null=True),
                        ),
                        (
                            "decided",
                            models.CharField(
                                blank=True, editable=False, max_length=60, verbose_name="band that stands"
                            ),
                        ),
                        ("reason", models.TextField(blank=True, max_length=2000)),
                        ("decided_at", models.DateTimeField(editable=False, null=True)),
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
                            "first",
                            models.OneToOneField(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="assessments.assessment",
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
                            "second",
                            models.OneToOneField(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="assessments.assessment",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["state", "since", "id"], name="second_score_open"),
                            models.Index(fields=["record", "-id"], name="second_score_of_record"),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["readers"], name="second_score_readers"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at", None),
                                        ("state__in", ["waiting", "begun", "agreed", "apart"]),
                                    ),
                                    models.Q(
                                        ("decided_at__isnull", False),
                                        ("state__in", ["moderated", "ended"]),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="second_score_says_why",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TierMove",
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
                            "proposed",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=300,
                                verbose_name="what the scores propose",
                            ),
                        ),
                        ("follows", models.BooleanField(default=False, editable=False)),
                        ("reason", models.TextField(blank=True, max_length=2000)),
                        (
                            "state",
                            models.CharField(
                                choices=[("asked", "Asked for"), ("set", "Set"), ("declined", "Declined")],
                                default="set",
                                editable=False,
                                max_length=8,
                            ),
                        ),
                        ("decided_at", models.DateTimeField(editable=False, null=True)),
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
                            "before",
                            pam.reference.keys.ReferenceKey(
                                editable=False,
                                listing="ocg.tier",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
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
                            "record",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="%(class)ss",
                                to="records.record",
                            ),
                        ),
                        (
                            "tier",
                            pam.reference.keys.ReferenceKey(
                                listing="ocg.tier",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["record", "-id"], name="tier_move_of_record")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("follows", True), ("state", "set")),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="another_tier_says_why",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "asked")),
                                fields=("record", "author_agency"),
                                name="one_tier_asked_for",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
