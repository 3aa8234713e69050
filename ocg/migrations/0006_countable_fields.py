"""What is known of a group becomes countable. Types of crime that were typed exactly as the list calls them are coded;
the text stays until an editor has taken it over.
"""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import pam.records.models
import pam.reference.keys
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


# Not by pam_fold: a new database has no functions yet. Done again it changes nothing.
CODE = """
UPDATE ocg_ocg o SET crimes = found.ids, main_crime_id = found.ids[1]
  FROM (SELECT t.record_ptr_id, array_agg(t.id ORDER BY t.place) AS ids
          FROM (SELECT x.record_ptr_id, v.id, min(w.place) AS place
                  FROM ocg_ocg x JOIN records_record r ON r.id = x.record_ptr_id
                 CROSS JOIN LATERAL regexp_split_to_table(x.crime_types, '[;,]') WITH ORDINALITY w(word, place)
                  JOIN LATERAL (SELECT y.id FROM reference_referencevalue y
                       WHERE y.listing = 'frameworks.crime-type' AND NOT y.retired AND lower(y.label) = lower(btrim(w.word))
                         AND (y.agency_id IS NULL OR y.agency_id = r.agency_id)
                       ORDER BY y.agency_id NULLS FIRST LIMIT 1) v ON true
                 WHERE x.crime_types <> '' AND x.crimes = '{}' GROUP BY x.record_ptr_id, v.id) t
         GROUP BY t.record_ptr_id) found
 WHERE found.record_ptr_id = o.record_ptr_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_squashed_grants"),
        ("access", "__first__"),
        ("ocg", "0001_squashed"),
        ("records", "0019_known_by"),
        ("reference", "0001_squashed"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
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
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.AddField(
                    model_name="historicalocg",
                    name="aliases",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                        verbose_name="known names",
                    ),
                ),
                migrations.AddField(
                    model_name="historicalocg",
                    name="children",
                    field=models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known")],
                        db_default="unknown",
                        default="unknown",
                        max_length=7,
                        verbose_name="children involved",
                    ),
                ),
                migrations.AddField(
                    model_name="historicalocg",
                    name="communities",
                    field=pam.reference.keys.ReferenceKeys(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        listing="frameworks.community",
                        size=None,
                        verbose_name="communities harmed",
                    ),
                ),
                migrations.AddField(
                    model_name="historicalocg",
                    name="coordinator",
                    field=models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="access.membership",
                        verbose_name="coordinator",
                    ),
                ),
                migrations.AddField(
                    model_name="historicalocg",
                    name="corruption",
                    field=pam.reference.keys.ReferenceKeys(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        listing="ocg.corruption",
                        size=None,
                        verbose_name="signs of corruption",
                    ),
                ),
                migrations.AddField(
                    model_name="historicalocg",
                    name="crimes",
                    field=pam.reference.keys.ReferenceKeys(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        listing="frameworks.crime-type",
                        size=None,
                        verbose_name="types of crime",
                    ),
                ),
                migrations.AddField(
                    model_name="historicalocg",
                    name="enablers",
                    field=pam.reference.keys.ReferenceKeys(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        listing="ocg.enabler",
                        size=None,
                        verbose_name="enablers",
                    ),
                ),
                migrations.AddField(
                    model_name="historicalocg",
                    name="group_kind",
                    field=pam.reference.keys.ReferenceKey(
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
                migrations.AddField(
                    model_name="historicalocg",
                    name="main_crime",
                    field=pam.reference.keys.ReferenceKey(
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
                migrations.AddField(
                    model_name="historicalocg",
                    name="operation_name",
                    field=models.CharField(
                        blank=True, db_default="", default="", max_length=80, verbose_name="operation name"
                    ),
                ),
                migrations.AddField(
                    model_name="historicalocg",
                    name="own_reference",
                    field=models.CharField(
                        blank=True, db_default="", default="", max_length=60, verbose_name="our own reference"
                    ),
                ),
                migrations.AddField(
                    model_name="historicalocg",
                    name="regional_reference",
                    field=models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=60,
                        verbose_name="regional reference",
                    ),
                ),
                migrations.AddField(
                    model_name="historicalocg",
                    name="sro_since",
                    field=models.DateField(
                        blank=True, null=True, verbose_name="Senior Responsible Officer since"
                    ),
                ),
                migrations.AddField(
                    model_name="historicalocg",
                    name="violence",
                    field=pam.reference.keys.ReferenceKeys(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        listing="ocg.violence",
                        size=None,
                        verbose_name="violence",
                    ),
                ),
                migrations.AddField(
                    model_name="historicalocg",
                    name="weapons",
                    field=pam.reference.keys.ReferenceKeys(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        listing="ocg.weapon",
                        size=None,
                        verbose_name="weapons",
                    ),
                ),
                migrations.AddField(
                    model_name="ocg",
                    name="aliases",
                    field=django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                        verbose_name="known names",
                    ),
                ),
                migrations.AddField(
                    model_name="ocg",
                    name="children",
                    field=models.CharField(
                        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Not known")],
                        db_default="unknown",
                        default="unknown",
                        max_length=7,
                        verbose_name="children involved",
                    ),
                ),
                migrations.AddField(
                    model_name="ocg",
                    name="communities",
                    field=pam.reference.keys.ReferenceKeys(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        listing="frameworks.community",
                        size=None,
                        verbose_name="communities harmed",
                    ),
                ),
                migrations.AddField(
                    model_name="ocg",
                    name="coordinator",
                    field=models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.membership",
                        verbose_name="coordinator",
                    ),
                ),
                migrations.AddField(
                    model_name="ocg",
                    name="corruption",
                    field=pam.reference.keys.ReferenceKeys(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        listing="ocg.corruption",
                        size=None,
                        verbose_name="signs of corruption",
                    ),
                ),
                migrations.AddField(
                    model_name="ocg",
                    name="crimes",
                    field=pam.reference.keys.ReferenceKeys(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        listing="frameworks.crime-type",
                        size=None,
                        verbose_name="types of crime",
                    ),
                ),
                migrations.AddField(
                    model_name="ocg",
                    name="enablers",
                    field=pam.reference.keys.ReferenceKeys(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        listing="ocg.enabler",
                        size=None,
                        verbose_name="enablers",
                    ),
                ),
                migrations.AddField(
                    model_name="ocg",
                    name="group_kind",
                    field=pam.reference.keys.ReferenceKey(
                        blank=True,
                        listing="ocg.kind",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.referencevalue",
                        verbose_name="kind of group",
                    ),
                ),
                migrations.AddField(
                    model_name="ocg",
                    name="main_crime",
                    field=pam.reference.keys.ReferenceKey(
                        blank=True,
                        listing="frameworks.crime-type",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reference.referencevalue",
                        verbose_name="main type of crime",
                    ),
                ),
                migrations.AddField(
                    model_name="ocg",
                    name="operation_name",
                    field=models.CharField(
                        blank=True, db_default="", default="", max_length=80, verbose_name="operation name"
                    ),
                ),
                migrations.AddField(
                    model_name="ocg",
                    name="own_reference",
                    field=models.CharField(
                        blank=True, db_default="", default="", max_length=60, verbose_name="our own reference"
                    ),
                ),
                migrations.AddField(
                    model_name="ocg",
                    name="regional_reference",
                    field=models.CharField(
                        blank=True,
                        db_default="",
                        default="",
                        max_length=60,
                        verbose_name="regional reference",
                    ),
                ),
                migrations.AddField(
                    model_name="ocg",
                    name="sro_since",
                    field=models.DateField(
                        blank=True, null=True, verbose_name="Senior Responsible Officer since"
                    ),
                ),
                migrations.AddField(
                    model_name="ocg",
                    name="violence",
                    field=pam.reference.keys.ReferenceKeys(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        listing="ocg.violence",
                        size=None,
                        verbose_name="violence",
                    ),
                ),
                migrations.AddField(
                    model_name="ocg",
                    name="weapons",
                    field=pam.reference.keys.ReferenceKeys(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        listing="ocg.weapon",
                        size=None,
                        verbose_name="weapons",
                    ),
                ),
                migrations.AlterField(
                    model_name="historicalocg",
                    name="area",
                    field=models.CharField(blank=True, max_length=200, verbose_name="area noted before"),
                ),
                migrations.AlterField(
                    model_name="historicalocg",
                    name="crime_types",
                    field=models.CharField(
                        blank=True, max_length=200, verbose_name="crime types noted before"
                    ),
                ),
                migrations.AlterField(
                    model_name="ocg",
                    name="area",
                    field=models.CharField(blank=True, max_length=200, verbose_name="area noted before"),
                ),
                migrations.AlterField(
                    model_name="ocg",
                    name="crime_types",
                    field=models.CharField(
                        blank=True, max_length=200, verbose_name="crime types noted before"
                    ),
                ),
                migrations.AddIndex(
                    model_name="ocg",
                    index=django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["crimes"], name="ocg_crimes"
                    ),
                ),
                migrations.AddIndex(
                    model_name="ocg",
                    index=models.Index(
                        condition=models.Q(("own_reference", ""), _negated=True),
                        fields=["own_reference"],
                        name="ocg_own_reference",
                    ),
                ),
                migrations.AddIndex(
                    model_name="ocg",
                    index=models.Index(
                        condition=models.Q(("regional_reference", ""), _negated=True),
                        fields=["regional_reference"],
                        name="ocg_regional_reference",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(
            sql=CODE,
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
