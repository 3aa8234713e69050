import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import pam.db.ordering
import pam.records.models
import pam.reference.keys
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
        ("reference", "0001_squashed"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="HistoricalOrder",
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
                        ("area", models.CharField(max_length=80, verbose_name="where it was made")),
                        ("issuer", models.CharField(max_length=200, verbose_name="court, or who issued it")),
                        ("reference", models.CharField(blank=True, max_length=80)),
                        ("start", models.DateField(verbose_name="first day")),
                        ("end", models.DateField(blank=True, null=True, verbose_name="last day")),
                        (
                            "requirements",
                            models.TextField(blank=True, max_length=5000, verbose_name="conditions"),
                        ),
                        (
                            "discharged_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="discharged on"
                            ),
                        ),
                        ("discharge_reason", models.CharField(blank=True, editable=False, max_length=500)),
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
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.agency",
                                verbose_name="agency that checks it",
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
                                listing="subjects.order",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="kind of order",
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
                                verbose_name="person, place or object",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical order",
                        "verbose_name_plural": "historical orders",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Order",
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
                        ("area", models.CharField(max_length=80, verbose_name="where it was made")),
                        ("issuer", models.CharField(max_length=200, verbose_name="court, or who issued it")),
                        ("reference", models.CharField(blank=True, max_length=80)),
                        ("start", models.DateField(verbose_name="first day")),
                        ("end", models.DateField(blank=True, null=True, verbose_name="last day")),
                        (
                            "requirements",
                            models.TextField(blank=True, max_length=5000, verbose_name="conditions"),
                        ),
                        (
                            "discharged_on",
                            models.DateField(
                                blank=True, editable=False, null=True, verbose_name="discharged on"
                            ),
                        ),
                        ("discharge_reason", models.CharField(blank=True, editable=False, max_length=500)),
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
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                                verbose_name="agency that checks it",
                            ),
                        ),
                        (
                            "kind",
                            pam.reference.keys.ReferenceKey(
                                listing="subjects.order",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="kind of order",
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
                                related_name="orders",
                                to="records.subject",
                                verbose_name="person, place or object",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-start", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                pam.db.ordering.OrLast(models.F("end")), models.F("id"), name="order_ending"
                            ),
                            models.Index(fields=["-start", "-id"], name="order_newest"),
                            models.Index(fields=["subject"], name="order_of_subject"),
                            models.Index(fields=["record"], name="order_of_record"),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["readers"], name="order_readers"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("end", None), ("end__gte", models.F("start")), _connector="OR"
                                ),
                                name="order_ends_after",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("discharge_reason", ""), ("discharged_on", None)),
                                    models.Q(
                                        ("discharged_on__isnull", False),
                                        models.Q(("discharge_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="order_discharged_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalOrderEvent",
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
                            "type",
                            models.CharField(
                                choices=[
                                    ("visit", "Visit"),
                                    ("breach", "Breach"),
                                    ("variation", "Variation"),
                                ],
                                editable=False,
                                max_length=9,
                            ),
                        ),
                        ("on", models.DateField(default=django.utils.timezone.localdate, verbose_name="day")),
                        ("by", models.CharField(blank=True, max_length=120, verbose_name="by")),
                        ("text", models.TextField(max_length=3000, verbose_name="what happened")),
                        (
                            "reference",
                            models.CharField(blank=True, max_length=120, verbose_name="reported as"),
                        ),
                        ("outcome", models.TextField(blank=True, max_length=2000, verbose_name="outcome")),
                        ("end_before", models.DateField(blank=True, editable=False, null=True)),
                        ("end_after", models.DateField(blank=True, editable=False, null=True)),
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
                            "order",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="orders.order",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical event of an order",
                        "verbose_name_plural": "historical events of orders",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="OrderEvent",
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
                            "type",
                            models.CharField(
                                choices=[
                                    ("visit", "Visit"),
                                    ("breach", "Breach"),
                                    ("variation", "Variation"),
                                ],
                                editable=False,
                                max_length=9,
                            ),
                        ),
                        ("on", models.DateField(default=django.utils.timezone.localdate, verbose_name="day")),
                        ("by", models.CharField(blank=True, max_length=120, verbose_name="by")),
                        ("text", models.TextField(max_length=3000, verbose_name="what happened")),
                        (
                            "reference",
                            models.CharField(blank=True, max_length=120, verbose_name="reported as"),
                        ),
                        ("outcome", models.TextField(blank=True, max_length=2000, verbose_name="outcome")),
                        ("end_before", models.DateField(blank=True, editable=False, null=True)),
                        ("end_after", models.DateField(blank=True, editable=False, null=True)),
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
                            "order",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="events",
                                to="orders.order",
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
                        "verbose_name": "event of an order",
                        "verbose_name_plural": "events of orders",
                        "ordering": ["-on", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["order", "type", "-on", "-id"], name="event_of_order")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("type", "breach"),
                                    models.Q(("outcome", ""), ("reference", "")),
                                    _connector="OR",
                                ),
                                name="outcome_of_a_breach",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
