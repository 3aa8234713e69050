import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import pam.records.entry_kinds
import pam.records.fields
import pam.records.link_kinds
import pam.records.models
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("records", "0001_initial"),
        ("records", "0002_names_and_dates_as_known"),
        ("records", "0003_sorted_as_people_do"),
        ("records", "0004_index_names_again"),
        ("records", "0005_batch_operation"),
        ("records", "0006_kinds_of_rooms"),
        ("records", "0007_category_of_people_alone"),
        ("records", "0008_files_are_scanned"),
        ("records", "0009_priority"),
        ("records", "0010_found_by_lead"),
        ("records", "0011_retention_of_lead"),
        ("records", "0012_index_names_by_sound"),
        ("records", "0013_documents_have_texts"),
        ("records", "0014_merged_subjects"),
        ("records", "0015_document_versions"),
        ("records", "0016_document_previews"),
        ("records", "0017_documents_tagged_and_marked"),
        ("records", "0018_stage_of_a_map"),
        ("records", "0001_squashed"),
        ("records", "0019_known_by"),
    ]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
        ("frameworks", "0001_squashed_2"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="Identity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalRetentionGroup",
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
                        ("code", models.SlugField(editable=False, max_length=40)),
                        ("label", models.CharField(max_length=120, verbose_name="name of the group")),
                        (
                            "meaning",
                            models.CharField(blank=True, max_length=300, verbose_name="what it is for"),
                        ),
                        (
                            "first_years",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="years until the first review",
                            ),
                        ),
                        (
                            "next_years",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="years between reviews",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0, editable=False)),
                        ("retired", models.BooleanField(default=False, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                    ],
                    options={
                        "verbose_name": "historical retention group",
                        "verbose_name_plural": "historical retention groups",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="RetentionGroup",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("code", models.SlugField(editable=False, max_length=40)),
                        ("label", models.CharField(max_length=120, verbose_name="name of the group")),
                        (
                            "meaning",
                            models.CharField(blank=True, max_length=300, verbose_name="what it is for"),
                        ),
                        (
                            "first_years",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="years until the first review",
                            ),
                        ),
                        (
                            "next_years",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="years between reviews",
                            ),
                        ),
                        ("order", models.PositiveSmallIntegerField(default=0, editable=False)),
                        ("retired", models.BooleanField(default=False, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "agency",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["order", "label__folded", "pk"],
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agency", "code"),
                                name="retention_group_code_once",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("first_years__range", (1, 100)), ("next_years__range", (1, 100))
                                ),
                                name="retention_group_years",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Record",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("kind", models.CharField(editable=False, max_length=16)),
                        (
                            "reference",
                            models.CharField(db_default="", editable=False, max_length=24, unique=True),
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
                            "readers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(), default=list, editable=False, size=None
                            ),
                        ),
                        ("lapses_at", models.DateTimeField(editable=False, null=True)),
                        ("narrowed", models.TextField(editable=False, null=True)),
                        (
                            "search",
                            django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
                        ),
                        ("retention_due", models.DateField(editable=False, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "lead",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.team",
                                verbose_name="owner team",
                            ),
                        ),
                        (
                            "retention_group",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.retentiongroup",
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
                        ("priority", models.SmallIntegerField(db_default=0, default=0, editable=False)),
                        (
                            "stage",
                            models.CharField(
                                blank=True, db_default="", default="", editable=False, max_length=60
                            ),
                        ),
                        (
                            "stage_version",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="frameworks.frameworkversion",
                            ),
                        ),
                        ("known_by", models.TextField(db_default="", default="", editable=False)),
                    ],
                    options={
                        "permissions": [
                            ("signpost_record", "Learns that the record exists"),
                            ("contribute_record", "Adds to the record"),
                            ("manage_record", "Edits and shares the record"),
                        ],
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["readers", "search"], name="record_readers_search"
                            ),
                            models.Index(fields=["-updated", "-id"], name="record_newest"),
                            models.Index(fields=["kind", "-updated", "-id"], name="record_kind_newest"),
                            models.Index(fields=["retention_due", "id"], name="record_retention_due"),
                            models.Index(
                                condition=models.Q(("lapses_at__isnull", False)),
                                fields=["lapses_at"],
                                name="record_lapses",
                            ),
                            models.Index(
                                condition=models.Q(("closed_at", None)),
                                fields=["lead", "next_review"],
                                name="record_review_of_lead",
                            ),
                            models.Index(
                                condition=models.Q(("closed_at", None)),
                                fields=["lead", "kind"],
                                name="record_of_lead",
                            ),
                            models.Index(
                                condition=models.Q(("retention_due__isnull", False)),
                                fields=["lead", "retention_due"],
                                name="record_retention_of_lead",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_at", None),
                                    ("closed_at__gte", models.F("opened_at")),
                                    _connector="OR",
                                ),
                                name="record_closes_after_opening",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("stage", ""), ("stage_version", None)),
                                    models.Q(
                                        models.Q(("stage", ""), _negated=True),
                                        ("stage_version__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="record_stage_of_a_map",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Subject",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("person", "Person"),
                                    ("place", "Place"),
                                    ("vehicle", "Vehicle"),
                                    ("object", "Object"),
                                    ("organisation", "Organisation"),
                                ],
                                default="person",
                                max_length=12,
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
                        (
                            "born",
                            pam.records.fields.PartialDateField(
                                blank=True, max_length=10, null=True, verbose_name="date of birth"
                            ),
                        ),
                        (
                            "category",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("suspect", "Suspect"),
                                    ("convicted", "Convicted"),
                                    ("victim", "Victim"),
                                    ("witness", "Witness"),
                                    ("other", "Other"),
                                ],
                                default="other",
                                max_length=10,
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                help_text="Their part in this record, for example courier.",
                                max_length=80,
                            ),
                        ),
                        ("details", models.TextField(blank=True)),
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
                            "identity",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="subjects",
                                to="records.identity",
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
                            "identifiers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60),
                                editable=False,
                                null=True,
                                size=None,
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="merged",
                                to="records.subject",
                            ),
                        ),
                        (
                            "photograph",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="records.document",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["name__folded", "name", "pk"],
                        "abstract": False,
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["readers", "search"], name="subject_readers_search"
                            ),
                            models.Index(fields=["-updated", "-id"], name="subject_newest"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind", "person"), ("category", ""), _connector="OR"),
                                name="category_of_people_alone",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Document",
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
                        ("title", models.CharField(max_length=200)),
                        ("file", models.FileField(max_length=200, upload_to="documents/%Y/%m/")),
                        ("name", models.CharField(editable=False, max_length=200, verbose_name="file name")),
                        ("content_type", models.CharField(editable=False, max_length=100)),
                        ("size", models.PositiveBigIntegerField(editable=False)),
                        ("sha256", models.CharField(editable=False, max_length=64)),
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
                            "needs_password",
                            models.BooleanField(db_default=False, default=False, editable=False),
                        ),
                        (
                            "scan",
                            models.CharField(
                                choices=[
                                    ("none", "Not scanned"),
                                    ("waiting", "Waiting for the virus scan"),
                                    ("clean", "Nothing found"),
                                    ("infected", "Refused by the virus scanner"),
                                ],
                                db_default="none",
                                default="none",
                                editable=False,
                                max_length=8,
                                verbose_name="virus scan",
                            ),
                        ),
                        (
                            "scan_note",
                            models.CharField(
                                blank=True, db_default="", default="", editable=False, max_length=200
                            ),
                        ),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="newer",
                                to="records.document",
                            ),
                        ),
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
                        (
                            "shows",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="photographs",
                                to="records.subject",
                            ),
                        ),
                        (
                            "tags",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                db_default=[],
                                default=list,
                                editable=False,
                                size=None,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["record", "-created"], name="document_of_record"),
                            models.Index(
                                condition=models.Q(("scan", "waiting")),
                                fields=["id"],
                                name="document_to_scan",
                            ),
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSubject",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("person", "Person"),
                                    ("place", "Place"),
                                    ("vehicle", "Vehicle"),
                                    ("object", "Object"),
                                    ("organisation", "Organisation"),
                                ],
                                default="person",
                                max_length=12,
                            ),
                        ),
                        ("name", models.CharField(max_length=160)),
                        (
                            "born",
                            pam.records.fields.PartialDateField(
                                blank=True, max_length=10, null=True, verbose_name="date of birth"
                            ),
                        ),
                        (
                            "category",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("suspect", "Suspect"),
                                    ("convicted", "Convicted"),
                                    ("victim", "Victim"),
                                    ("witness", "Witness"),
                                    ("other", "Other"),
                                ],
                                default="other",
                                max_length=10,
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                help_text="Their part in this record, for example courier.",
                                max_length=80,
                            ),
                        ),
                        ("details", models.TextField(blank=True)),
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
                            "identity",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="records.identity",
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
                            "merged_into",
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
                        (
                            "photograph",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="records.document",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical subject",
                        "verbose_name_plural": "historical subjects",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalLink",
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
                            "kind",
                            models.CharField(
                                choices=pam.records.link_kinds.link_kind_choices,
                                default="related",
                                max_length=16,
                            ),
                        ),
                        ("why", models.CharField(blank=True, max_length=200)),
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
                            "other",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="records.record",
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
                        "verbose_name": "historical link",
                        "verbose_name_plural": "historical links",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalEntry",
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
                            "kind",
                            models.CharField(
                                choices=pam.records.entry_kinds.entry_kind_choices,
                                default="note",
                                max_length=10,
                            ),
                        ),
                        ("happened_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("title", models.CharField(max_length=200)),
                        ("text", models.TextField(blank=True)),
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
                        ("time_known", models.BooleanField(default=True, editable=False)),
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
                    ],
                    options={
                        "verbose_name": "historical entry",
                        "verbose_name_plural": "historical entries",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalDocument",
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
                        ("title", models.CharField(max_length=200)),
                        ("file", models.TextField(max_length=200)),
                        ("name", models.CharField(editable=False, max_length=200, verbose_name="file name")),
                        ("content_type", models.CharField(editable=False, max_length=100)),
                        ("size", models.PositiveBigIntegerField(editable=False)),
                        ("sha256", models.CharField(editable=False, max_length=64)),
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
                            "needs_password",
                            models.BooleanField(db_default=False, default=False, editable=False),
                        ),
                        (
                            "scan",
                            models.CharField(
                                choices=[
                                    ("none", "Not scanned"),
                                    ("waiting", "Waiting for the virus scan"),
                                    ("clean", "Nothing found"),
                                    ("infected", "Refused by the virus scanner"),
                                ],
                                db_default="none",
                                default="none",
                                editable=False,
                                max_length=8,
                                verbose_name="virus scan",
                            ),
                        ),
                        (
                            "scan_note",
                            models.CharField(
                                blank=True, db_default="", default="", editable=False, max_length=200
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
                                to="records.document",
                            ),
                        ),
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
                        (
                            "shows",
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
                        (
                            "tags",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                db_default=[],
                                default=list,
                                editable=False,
                                size=None,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical document",
                        "verbose_name_plural": "historical documents",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRecord",
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
                    ],
                    options={
                        "verbose_name": "historical record",
                        "verbose_name_plural": "historical records",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Batch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("model", models.CharField(editable=False, max_length=80)),
                        ("added", models.BooleanField(default=False, editable=False)),
                        (
                            "fields",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60),
                                default=list,
                                editable=False,
                                size=None,
                            ),
                        ),
                        (
                            "rows",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, editable=False, size=None
                            ),
                        ),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("undone_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "made_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "undoes",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.batch",
                            ),
                        ),
                        ("operation", models.CharField(editable=False, max_length=80)),
                    ],
                    options={
                        "verbose_name_plural": "batches",
                        "indexes": [models.Index(fields=["made_by", "-made_at"], name="batch_of_maker")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Link",
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
                            "kind",
                            models.CharField(
                                choices=pam.records.link_kinds.link_kind_choices,
                                default="related",
                                max_length=16,
                            ),
                        ),
                        ("why", models.CharField(blank=True, max_length=200)),
                        ("ended_at", models.DateTimeField(blank=True, editable=False, null=True)),
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
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="links_back",
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
                    ],
                    options={
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("record", "other", "kind"),
                                name="one_link_of_a_kind",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("record", models.F("other")), _negated=True),
                                name="no_link_to_itself",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Entry",
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
                            "kind",
                            models.CharField(
                                choices=pam.records.entry_kinds.entry_kind_choices,
                                default="note",
                                max_length=10,
                            ),
                        ),
                        ("happened_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("title", models.CharField(max_length=200)),
                        ("text", models.TextField(blank=True)),
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
                        ("time_known", models.BooleanField(default=True, editable=False)),
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
                    ],
                    options={
                        "verbose_name_plural": "entries",
                        "ordering": ["-happened_at", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["record", "-happened_at", "-id"], name="entry_timeline")
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="DocumentText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
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
                        (
                            "search",
                            django.contrib.postgres.search.SearchVectorField(editable=False, null=True),
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
                                    ("waiting", "Waiting to be read"),
                                    ("read", "Read"),
                                    ("none", "Has no text"),
                                    ("unreadable", "Its text could not be read"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("text", models.TextField(blank=True)),
                        (
                            "marking",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "OFFICIAL"), (2, "OFFICIAL-SENSITIVE")], default=2
                            ),
                        ),
                        (
                            "readers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(), default=list, size=None
                            ),
                        ),
                        ("lapses_at", models.DateTimeField(null=True)),
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
                            "document",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reading",
                                to="records.document",
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
                        "verbose_name": "text of a document",
                        "verbose_name_plural": "texts of documents",
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["readers", "search"], name="text_readers_search"
                            ),
                            models.Index(fields=["-updated", "-id"], name="text_newest"),
                            models.Index(
                                condition=models.Q(("state", "waiting")), fields=["id"], name="text_to_read"
                            ),
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="DocumentPreview",
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
                                    ("waiting", "Waiting to be made"),
                                    ("ready", "Can be shown"),
                                    ("none", "Its kind of file has none"),
                                    ("failed", "Its pages could not be made"),
                                ],
                                default="waiting",
                                max_length=10,
                            ),
                        ),
                        ("file", models.FileField(blank=True, max_length=200, upload_to="previews/%Y/%m/")),
                        (
                            "ends",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.PositiveIntegerField(), default=list, size=None
                            ),
                        ),
                        ("pages", models.PositiveIntegerField(default=0)),
                        ("sha256", models.CharField(blank=True, max_length=64)),
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
                            "document",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="preview",
                                to="records.document",
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
                            "own_marking",
                            models.PositiveSmallIntegerField(
                                blank=True,
                                choices=[(1, "OFFICIAL"), (2, "OFFICIAL-SENSITIVE")],
                                editable=False,
                                null=True,
                                verbose_name="protective marking",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "preview of a document",
                        "verbose_name_plural": "previews of documents",
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state", "waiting")),
                                fields=["-id"],
                                name="preview_to_make",
                            )
                        ],
                        "constraints": [],
                    },
                ),
            ],
        ),
    ]
