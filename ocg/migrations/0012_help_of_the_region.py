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


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0002_squashed_grants"),
        ("access", "__first__"),
        ("ocg", "0011_plan_review_sources"),
        ("records", "0019_known_by"),
        ("reference", "0001_squashed"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
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
            ],
        ),
    ]
