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
                    name="Escalation",
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
                        ("title", models.CharField(max_length=200, verbose_name="decision or threshold")),
                        (
                            "why",
                            models.TextField(
                                max_length=5000, verbose_name="why you disagree, and what you ask for"
                            ),
                        ),
                        ("since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("due", models.DateTimeField(editable=False, null=True)),
                        ("outcome", models.TextField(blank=True, editable=False, max_length=2000)),
                        ("settled_on", models.DateField(editable=False, null=True)),
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
                            "stage",
                            pam.reference.keys.ReferenceKey(
                                editable=False,
                                listing="disagreements.stage",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                            ),
                        ),
                        (
                            "with_agency",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                                verbose_name="agency that decided",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("settled_on", None)),
                                fields=["since", "id"],
                                name="escalation_open",
                            ),
                            models.Index(fields=["record"], name="escalation_of_record"),
                            models.Index(fields=["author"], name="escalation_of_author"),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["readers"], name="escalation_readers"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", ""), ("settled_on", None)),
                                    models.Q(
                                        ("settled_on__isnull", False),
                                        models.Q(("outcome", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="escalation_settled_with_an_outcome",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EscalationStep",
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
                        ("title", models.CharField(editable=False, max_length=200)),
                        ("text", models.TextField(max_length=3000)),
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
                            "escalation",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="steps",
                                to="disagreements.escalation",
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
                        "verbose_name": "step of an escalation",
                        "verbose_name_plural": "steps of escalations",
                        "ordering": ["created", "pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["escalation", "created"], name="step_of_escalation")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalEscalation",
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
                        ("title", models.CharField(max_length=200, verbose_name="decision or threshold")),
                        (
                            "why",
                            models.TextField(
                                max_length=5000, verbose_name="why you disagree, and what you ask for"
                            ),
                        ),
                        ("since", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("due", models.DateTimeField(editable=False, null=True)),
                        ("outcome", models.TextField(blank=True, editable=False, max_length=2000)),
                        ("settled_on", models.DateField(editable=False, null=True)),
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
                            "with_agency",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.agency",
                                verbose_name="agency that decided",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical escalation",
                        "verbose_name_plural": "historical escalations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalEscalationStep",
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
                        ("title", models.CharField(editable=False, max_length=200)),
                        ("text", models.TextField(max_length=3000)),
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
                            "escalation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="disagreements.escalation",
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
                        "verbose_name": "historical step of an escalation",
                        "verbose_name_plural": "historical steps of escalations",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalNotShared",
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
                        ("asked_by", models.CharField(max_length=160, verbose_name="who asked")),
                        (
                            "asked_on",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="day they asked"
                            ),
                        ),
                        ("what", models.TextField(max_length=3000, verbose_name="what they asked for")),
                        ("harms_more", models.BooleanField(default=False, editable=False)),
                        ("reason", models.TextField(max_length=3000, verbose_name="why it is not shared")),
                        ("decided_by", models.CharField(max_length=160, verbose_name="who decided")),
                        (
                            "decided_on",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="day of the decision"
                            ),
                        ),
                        ("review_on", models.DateField(null=True, verbose_name="look at it again on")),
                        (
                            "told",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="who was told about the decision"
                            ),
                        ),
                        ("ended_on", models.DateField(editable=False, null=True)),
                        ("end_words", models.TextField(blank=True, editable=False, max_length=2000)),
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
                            "basis",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.lawfulbasis",
                                verbose_name="lawful basis of the request",
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
                        "verbose_name": "historical decision not to share",
                        "verbose_name_plural": "historical decisions not to share",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="NotShared",
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
                        ("asked_by", models.CharField(max_length=160, verbose_name="who asked")),
                        (
                            "asked_on",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="day they asked"
                            ),
                        ),
                        ("what", models.TextField(max_length=3000, verbose_name="what they asked for")),
                        ("harms_more", models.BooleanField(default=False, editable=False)),
                        ("reason", models.TextField(max_length=3000, verbose_name="why it is not shared")),
                        ("decided_by", models.CharField(max_length=160, verbose_name="who decided")),
                        (
                            "decided_on",
                            models.DateField(
                                default=django.utils.timezone.localdate, verbose_name="day of the decision"
                            ),
                        ),
                        ("review_on", models.DateField(null=True, verbose_name="look at it again on")),
                        (
                            "told",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="who was told about the decision"
                            ),
                        ),
                        ("ended_on", models.DateField(editable=False, null=True)),
                        ("end_words", models.TextField(blank=True, editable=False, max_length=2000)),
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
                            "basis",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.lawfulbasis",
                                verbose_name="lawful basis of the request",
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
                        "verbose_name": "decision not to share",
                        "verbose_name_plural": "decisions not to share",
                        "ordering": ["-decided_on", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_on", None)),
                                fields=["review_on", "id"],
                                name="not_shared_review",
                            ),
                            models.Index(fields=["-decided_on", "-id"], name="not_shared_newest"),
                            models.Index(fields=["record"], name="not_shared_of_record"),
                            models.Index(fields=["author"], name="not_shared_of_author"),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["readers"], name="not_shared_readers"
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
