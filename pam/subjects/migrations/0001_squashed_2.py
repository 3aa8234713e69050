import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import pam.records.models
import pam.reference.keys
import pam.subjects.models
import pam.ui.dates
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("subjects", "0001_particulars"),
        ("subjects", "0002_warnings"),
        ("subjects", "0001_squashed"),
        ("subjects", "0002_safe_contacts"),
    ]

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
                    name="HistoricalParticular",
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
                            "type",
                            models.CharField(
                                choices=[
                                    ("alias", "Also known as"),
                                    ("former_name", "Former name"),
                                    ("address", "Address"),
                                    ("telephone", "Telephone number"),
                                    ("email", "E-mail address"),
                                    ("handle", "Name on social media"),
                                    ("identifier", "Reference number"),
                                ],
                                max_length=12,
                                verbose_name="what it is",
                            ),
                        ),
                        ("value", models.CharField(max_length=300, verbose_name="name, address or number")),
                        (
                            "since",
                            pam.subjects.models.PartialDay(
                                blank=True, max_length=10, null=True, verbose_name="from"
                            ),
                        ),
                        (
                            "until",
                            pam.subjects.models.PartialDay(
                                blank=True, max_length=10, null=True, verbose_name="until"
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=200)),
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
                            "number_kind",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                limit_choices_to={"listing": "subjects.identifier"},
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="kind of reference number",
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
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="records.subject",
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
                        "verbose_name": "historical particular",
                        "verbose_name_plural": "historical particulars",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Particular",
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
                            "type",
                            models.CharField(
                                choices=[
                                    ("alias", "Also known as"),
                                    ("former_name", "Former name"),
                                    ("address", "Address"),
                                    ("telephone", "Telephone number"),
                                    ("email", "E-mail address"),
                                    ("handle", "Name on social media"),
                                    ("identifier", "Reference number"),
                                ],
                                max_length=12,
                                verbose_name="what it is",
                            ),
                        ),
                        ("value", models.CharField(max_length=300, verbose_name="name, address or number")),
                        (
                            "since",
                            pam.subjects.models.PartialDay(
                                blank=True, max_length=10, null=True, verbose_name="from"
                            ),
                        ),
                        (
                            "until",
                            pam.subjects.models.PartialDay(
                                blank=True, max_length=10, null=True, verbose_name="until"
                            ),
                        ),
                        ("source", models.CharField(blank=True, max_length=200)),
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
                            "number_kind",
                            models.ForeignKey(
                                blank=True,
                                limit_choices_to={"listing": "subjects.identifier"},
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="kind of reference number",
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
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="particulars",
                                to="records.subject",
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
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False,
                                fields=["readers", "search"],
                                name="particular_readers_search",
                            ),
                            models.Index(fields=["subject", "type", "id"], name="particular_of_subject"),
                            models.Index(fields=["-updated", "-id"], name="particular_newest"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("type", "identifier"), ("number_kind", None), _connector="OR"
                                ),
                                name="number_kind_of_numbers_alone",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalWarningMarker",
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
                            models.CharField(blank=True, max_length=300, verbose_name="what to know"),
                        ),
                        ("source", models.CharField(max_length=200)),
                        (
                            "since",
                            pam.subjects.models.PartialDay(
                                blank=True, max_length=10, null=True, verbose_name="known since"
                            ),
                        ),
                        ("review_on", models.DateField(verbose_name="review date")),
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
                            "kind",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                limit_choices_to={"listing": "subjects.warning"},
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="warning",
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
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="records.subject",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical warning",
                        "verbose_name_plural": "historical warnings",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="WarningMarker",
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
                            models.CharField(blank=True, max_length=300, verbose_name="what to know"),
                        ),
                        ("source", models.CharField(max_length=200)),
                        (
                            "since",
                            pam.subjects.models.PartialDay(
                                blank=True, max_length=10, null=True, verbose_name="known since"
                            ),
                        ),
                        ("review_on", models.DateField(verbose_name="review date")),
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
                            "kind",
                            models.ForeignKey(
                                limit_choices_to={"listing": "subjects.warning"},
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="warning",
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
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="warnings",
                                to="records.subject",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "warning",
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at", None)),
                                fields=["subject"],
                                name="warning_of_subject",
                            ),
                            models.Index(
                                condition=models.Q(("ended_at", None)),
                                fields=["record", "review_on"],
                                name="warning_to_review",
                            ),
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalRelation",
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
                            "together",
                            models.CharField(
                                choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known")],
                                default="unknown",
                                max_length=7,
                                verbose_name="do they live together",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200)),
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
                            "kind",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="subjects.relation",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="what they are",
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
                                to="records.subject",
                                verbose_name="to which person",
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
                                verbose_name="person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical relation",
                        "verbose_name_plural": "historical relations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSafeContact",
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
                            "way",
                            models.CharField(blank=True, max_length=120, verbose_name="safe number or way"),
                        ),
                        ("times", models.CharField(blank=True, max_length=200, verbose_name="safe times")),
                        (
                            "answered_by",
                            models.CharField(blank=True, max_length=200, verbose_name="who may answer"),
                        ),
                        (
                            "messages",
                            models.CharField(
                                choices=[
                                    ("never", "Never leave a message"),
                                    ("agreed", "Leave the agreed words only"),
                                    ("safe", "A message is safe"),
                                ],
                                default="never",
                                max_length=6,
                            ),
                        ),
                        (
                            "agreed_words",
                            models.CharField(blank=True, max_length=200, verbose_name="agreed words"),
                        ),
                        (
                            "never",
                            models.CharField(blank=True, max_length=300, verbose_name="what to never do"),
                        ),
                        ("language", models.CharField(blank=True, max_length=80)),
                        ("interpreter", models.CharField(blank=True, max_length=200)),
                        (
                            "needs",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="communication and access needs"
                            ),
                        ),
                        ("source", models.CharField(max_length=200)),
                        (
                            "checked_on",
                            models.DateField(
                                default=pam.ui.dates.today, verbose_name="last checked with them"
                            ),
                        ),
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
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="records.subject",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical safe contact",
                        "verbose_name_plural": "historical safe contacts",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Relation",
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
                            "together",
                            models.CharField(
                                choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known")],
                                default="unknown",
                                max_length=7,
                                verbose_name="do they live together",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200)),
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
                            "kind",
                            pam.reference.keys.ReferenceKey(
                                listing="subjects.relation",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="what they are",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="relations_back",
                                to="records.subject",
                                verbose_name="to which person",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="relations",
                                to="records.subject",
                                verbose_name="person",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "relation",
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_at", None)),
                                fields=["record"],
                                name="relation_of_record",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("subject", models.F("other")), _negated=True),
                                name="no_relation_to_oneself",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SafeContact",
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
                            "way",
                            models.CharField(blank=True, max_length=120, verbose_name="safe number or way"),
                        ),
                        ("times", models.CharField(blank=True, max_length=200, verbose_name="safe times")),
                        (
                            "answered_by",
                            models.CharField(blank=True, max_length=200, verbose_name="who may answer"),
                        ),
                        (
                            "messages",
                            models.CharField(
                                choices=[
                                    ("never", "Never leave a message"),
                                    ("agreed", "Leave the agreed words only"),
                                    ("safe", "A message is safe"),
                                ],
                                default="never",
                                max_length=6,
                            ),
                        ),
                        (
                            "agreed_words",
                            models.CharField(blank=True, max_length=200, verbose_name="agreed words"),
                        ),
                        (
                            "never",
                            models.CharField(blank=True, max_length=300, verbose_name="what to never do"),
                        ),
                        ("language", models.CharField(blank=True, max_length=80)),
                        ("interpreter", models.CharField(blank=True, max_length=200)),
                        (
                            "needs",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="communication and access needs"
                            ),
                        ),
                        ("source", models.CharField(max_length=200)),
                        (
                            "checked_on",
                            models.DateField(
                                default=pam.ui.dates.today, verbose_name="last checked with them"
                            ),
                        ),
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
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="records.subject",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "safe contact",
                        "ordering": ["pk"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("subject",),
                                name="one_safe_contact",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("messages", "agreed"), _negated=True),
                                    models.Q(("agreed_words", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="safe_contact_agreed_words",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
    ]
