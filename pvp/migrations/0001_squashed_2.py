import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import pam.records.fields
import pam.records.models
import pam.reference.keys
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("pvp", "0001_initial"),
        ("pvp", "0002_priority"),
        ("pvp", "0001_squashed"),
        ("pvp", "0002_referrals_and_closing"),
        ("pvp", "0003_work_on_cases"),
        ("pvp", "0004_voices_and_strands"),
        ("pvp", "0005_closing_of_strand"),
    ]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
        ("assessments", "0001_squashed_2"),
        ("frameworks", "0001_squashed_2"),
        ("records", "0001_squashed_2"),
        ("reference", "0001_squashed"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="CaseFile",
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
                        ("voice", models.TextField(blank=True, verbose_name="what the person wants")),
                        (
                            "grade",
                            pam.reference.keys.ReferenceKey(
                                listing="pvp.grade",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="risk grade",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="records.subject",
                                verbose_name="vulnerable person",
                            ),
                        ),
                        (
                            "strand",
                            pam.reference.keys.ReferenceKey(
                                listing="pvp.strand",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "PVP case file",
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=("records.record",),
                ),
                migrations.CreateModel(
                    name="HistoricalCaseFile",
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
                        ("voice", models.TextField(blank=True, verbose_name="what the person wants")),
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
                            "grade",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="pvp.grade",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="risk grade",
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
                            "person",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="records.subject",
                                verbose_name="vulnerable person",
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
                            "strand",
                            pam.reference.keys.ReferenceKey(
                                blank=True,
                                db_constraint=False,
                                listing="pvp.strand",
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="reference.referencevalue",
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
                    ],
                    options={
                        "verbose_name": "historical PVP case file",
                        "verbose_name_plural": "historical PVP case files",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalClosing",
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
                        ("answers", models.JSONField(blank=True, default=dict, editable=False)),
                        ("notes", models.JSONField(blank=True, default=dict, editable=False)),
                        (
                            "told",
                            models.CharField(
                                blank=True,
                                choices=[("yes", "The person was told"), ("no", "The person was not told")],
                                max_length=3,
                                verbose_name="whether the person was told",
                            ),
                        ),
                        (
                            "told_words",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="how they were told, or why not"
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
                            "framework_version",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="frameworks.frameworkversion",
                                verbose_name="checklist",
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
                            "strand_version",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="frameworks.frameworkversion",
                                verbose_name="strand",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical closing checklist",
                        "verbose_name_plural": "historical closing checklists",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Referral",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("code", models.CharField(blank=True, editable=False, max_length=12, unique=True)),
                        ("sent_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "danger",
                            models.CharField(
                                choices=[("yes", "Yes"), ("no", "No"), ("unknown", "I do not know")],
                                max_length=8,
                                verbose_name="in danger now",
                            ),
                        ),
                        ("name", models.CharField(max_length=160, verbose_name="name of the person")),
                        (
                            "born",
                            pam.records.fields.PartialDateField(
                                blank=True, max_length=10, null=True, verbose_name="date of birth"
                            ),
                        ),
                        (
                            "address",
                            models.CharField(blank=True, max_length=300, verbose_name="where they are"),
                        ),
                        ("concern", models.TextField(max_length=5000, verbose_name="what worries you")),
                        (
                            "said",
                            models.TextField(blank=True, max_length=5000, verbose_name="what they said"),
                        ),
                        (
                            "told",
                            models.CharField(
                                choices=[
                                    ("agrees", "They know and agree"),
                                    ("objects", "They know and do not agree"),
                                    ("not_told", "They do not know"),
                                ],
                                max_length=8,
                                verbose_name="whether they know",
                            ),
                        ),
                        (
                            "told_why",
                            models.TextField(
                                blank=True, max_length=1000, verbose_name="why refer all the same"
                            ),
                        ),
                        (
                            "safe_number",
                            models.CharField(blank=True, max_length=60, verbose_name="safe number"),
                        ),
                        (
                            "safe_contact",
                            models.CharField(
                                blank=True, max_length=300, verbose_name="how to reach them safely"
                            ),
                        ),
                        ("contact", models.CharField(max_length=120, verbose_name="how to reach you")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("accepted", "Accepted"),
                                    ("passed_on", "Passed on"),
                                    ("closed", "No further action"),
                                ],
                                default="waiting",
                                editable=False,
                                max_length=9,
                            ),
                        ),
                        ("answer", models.CharField(blank=True, editable=False, max_length=500)),
                        ("answered_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "sender",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "sender_agency",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "strand",
                            pam.reference.keys.ReferenceKey(
                                listing="pvp.strand",
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="kind of harm",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.team",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-sent_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["sender", "-sent_at", "-id"], name="referral_of_sender")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("told", "agrees"),
                                    models.Q(("told_why", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="referral_says_why_all_the_same",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReferralDesk",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("covers", models.CharField(max_length=160, verbose_name="what it covers")),
                        ("telephone", models.CharField(blank=True, max_length=40)),
                        ("ended_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="access.team",
                                verbose_name="team",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["agency__name__folded", "covers", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at", None)),
                                fields=("team",),
                                name="one_desk_a_team",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Triage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "rating",
                            models.CharField(
                                blank=True,
                                choices=[("red", "Red"), ("amber", "Amber"), ("green", "Green")],
                                max_length=5,
                            ),
                        ),
                        ("due", models.DateTimeField()),
                        ("rated_at", models.DateTimeField(null=True)),
                        (
                            "words",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="reasons for the decision"
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True)),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "rated_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "reason",
                            pam.reference.keys.ReferenceKey(
                                listing="pvp.referral_end",
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="reference.referencevalue",
                                verbose_name="reason",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="records.record",
                            ),
                        ),
                        (
                            "referral",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="triage",
                                to="pvp.referral",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.team",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "triage of a referral",
                        "ordering": ["due", "pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("decided_at", None)),
                                fields=["team", "due"],
                                name="triage_waiting",
                            ),
                            models.Index(fields=["team", "-decided_at", "-id"], name="triage_decided"),
                            models.Index(fields=["record"], name="triage_of_record"),
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="TriageNote",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("title", models.CharField(max_length=200)),
                        ("rationale", models.TextField(blank=True, max_length=2000)),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "triage",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="notes",
                                to="pvp.triage",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "note of a triage",
                        "ordering": ["at", "pk"],
                        "indexes": [models.Index(fields=["triage", "at"], name="note_of_triage")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Closing",
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
                        ("answers", models.JSONField(blank=True, default=dict, editable=False)),
                        ("notes", models.JSONField(blank=True, default=dict, editable=False)),
                        (
                            "told",
                            models.CharField(
                                blank=True,
                                choices=[("yes", "The person was told"), ("no", "The person was not told")],
                                max_length=3,
                                verbose_name="whether the person was told",
                            ),
                        ),
                        (
                            "told_words",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="how they were told, or why not"
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
                            "framework_version",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="frameworks.frameworkversion",
                                verbose_name="checklist",
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
                            "strand_version",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="frameworks.frameworkversion",
                                verbose_name="strand",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "closing checklist",
                        "ordering": ["-created", "-pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["record", "-created"], name="closing_of_record")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalGradedInformation",
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
                                default=django.utils.timezone.localdate, verbose_name="day of the information"
                            ),
                        ),
                        ("text", models.TextField(max_length=5000, verbose_name="information")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("1", "1: Reliable"),
                                    ("2", "2: Untested"),
                                    ("3", "3: Not reliable"),
                                ],
                                max_length=1,
                                verbose_name="source",
                            ),
                        ),
                        (
                            "assessment",
                            models.CharField(
                                choices=[
                                    ("A", "A: Known directly to the source"),
                                    ("B", "B: Known indirectly to the source, but corroborated"),
                                    ("C", "C: Known indirectly to the source"),
                                    ("D", "D: Not known"),
                                    ("E", "E: Suspected to be false"),
                                ],
                                max_length=1,
                                verbose_name="information assessment",
                            ),
                        ),
                        (
                            "handling",
                            models.CharField(
                                choices=[
                                    ("P", "P: Lawful sharing permitted"),
                                    ("C", "C: Lawful sharing permitted with conditions"),
                                ],
                                max_length=1,
                                verbose_name="handling",
                            ),
                        ),
                        (
                            "conditions",
                            models.TextField(blank=True, max_length=2000, verbose_name="handling conditions"),
                        ),
                        (
                            "log_reference",
                            models.CharField(max_length=80, verbose_name="reference of the intelligence log"),
                        ),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                        ("withdrawn_reason", models.CharField(blank=True, editable=False, max_length=300)),
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
                        "verbose_name": "historical graded information",
                        "verbose_name_plural": "historical graded information",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalHighRisk",
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
                        ("grade", models.CharField(editable=False, max_length=120)),
                        (
                            "raised_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("due", models.DateTimeField(editable=False, null=True)),
                        ("seen_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "seen_note",
                            models.TextField(
                                blank=True, editable=False, verbose_name="what the supervisor makes of it"
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
                            "assessment",
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
                            "seen_by",
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
                        "verbose_name": "historical high risk",
                        "verbose_name_plural": "historical high risks",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMappa",
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
                            "reference",
                            models.CharField(max_length=80, verbose_name="reference of the national system"),
                        ),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("1", "Category 1"),
                                    ("2", "Category 2"),
                                    ("3", "Category 3"),
                                    ("4", "Category 4"),
                                ],
                                max_length=1,
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("1", "Level 1"), ("2", "Level 2"), ("3", "Level 3")], max_length=1
                            ),
                        ),
                        (
                            "since",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="from"),
                        ),
                        ("review_on", models.DateField(blank=True, null=True, verbose_name="next review")),
                        ("ended_on", models.DateField(editable=False, null=True)),
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
                            "person",
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
                        "verbose_name": "historical MAPPA management",
                        "verbose_name_plural": "historical MAPPA management",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMissingEpisode",
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
                        ("is_child", models.BooleanField(default=False, verbose_name="a child")),
                        ("missing_from", models.DateTimeField()),
                        ("returned_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                max_length=80,
                                verbose_name="reference of the missing person system",
                            ),
                        ),
                        (
                            "risk",
                            models.CharField(
                                choices=[
                                    ("none", "No apparent risk"),
                                    ("low", "Low"),
                                    ("medium", "Medium"),
                                    ("high", "High"),
                                ],
                                default="medium",
                                max_length=6,
                            ),
                        ),
                        ("summary", models.TextField(max_length=5000)),
                        (
                            "found_how",
                            models.TextField(
                                blank=True,
                                editable=False,
                                max_length=2000,
                                verbose_name="where and how they were found",
                            ),
                        ),
                        (
                            "interview",
                            models.CharField(
                                blank=True,
                                choices=[("offered", "Offered"), ("declined", "Declined"), ("done", "Done")],
                                editable=False,
                                max_length=8,
                                verbose_name="return interview",
                            ),
                        ),
                        ("interview_on", models.DateField(editable=False, null=True)),
                        (
                            "interview_by",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=120,
                                verbose_name="who offers or held it",
                            ),
                        ),
                        ("interview_note", models.TextField(blank=True, editable=False, max_length=5000)),
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
                            "person",
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
                        "verbose_name": "historical missing episode",
                        "verbose_name_plural": "historical missing episodes",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSafetyAgreement",
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
                            "agreed_on",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="day"),
                        ),
                        ("how", models.CharField(max_length=200, verbose_name="how it was talked through")),
                        (
                            "spoke_with",
                            models.CharField(max_length=120, verbose_name="who it was agreed with"),
                        ),
                        (
                            "views",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what they said about it"
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
                        "verbose_name": "historical agreement to a safety plan",
                        "verbose_name_plural": "historical agreement to a safety plans",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSafetyItem",
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
                        ("what", models.CharField(max_length=300, verbose_name="what is done")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("remove", "Remove the risk"),
                                    ("avoid", "Avoid the risk"),
                                    ("reduce", "Reduce the risk"),
                                    ("accept", "Accept the risk"),
                                ],
                                default="reduce",
                                max_length=6,
                            ),
                        ),
                        ("owner_team", models.CharField(blank=True, max_length=120, verbose_name="team")),
                        ("owner_name", models.CharField(blank=True, max_length=120, verbose_name="person")),
                        ("due", models.DateField(blank=True, null=True, verbose_name="by when")),
                        (
                            "own_words",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="in the person’s own copy"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("in_place", "In place"),
                                    ("ended", "Ended"),
                                ],
                                default="planned",
                                max_length=8,
                            ),
                        ),
                        (
                            "ended_reason",
                            models.CharField(
                                blank=True, editable=False, max_length=300, verbose_name="why it ended"
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
                            "owner_agency",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.agency",
                                verbose_name="agency",
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
                        "verbose_name": "historical item of a safety plan",
                        "verbose_name_plural": "historical items of safety plans",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="MaracReferral",
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
                            "others",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), default=list, editable=False, size=None
                            ),
                        ),
                        ("criteria", models.JSONField(default=list, editable=False)),
                        (
                            "judgement",
                            models.TextField(
                                blank=True,
                                max_length=5000,
                                verbose_name="reasons of the professional judgement",
                            ),
                        ),
                        ("reason", models.TextField(max_length=5000, verbose_name="reason for the referral")),
                        (
                            "wants",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what the person wants"
                            ),
                        ),
                        (
                            "safe_to_tell",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                verbose_name="who is safe to talk to, and who is not",
                            ),
                        ),
                        (
                            "consent",
                            models.CharField(
                                choices=[
                                    ("yes", "Yes"),
                                    ("no", "No"),
                                    ("not_asked", "Not asked, it was not safe"),
                                ],
                                max_length=9,
                            ),
                        ),
                        (
                            "ground",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="lawful ground without consent"
                            ),
                        ),
                        (
                            "referred_on",
                            models.DateField(
                                default=django.utils.timezone.localdate,
                                editable=False,
                                verbose_name="day of the referral",
                            ),
                        ),
                        (
                            "last_on",
                            models.DateField(blank=True, null=True, verbose_name="day of the last referral"),
                        ),
                        (
                            "taken",
                            models.CharField(blank=True, editable=False, max_length=200, verbose_name="list"),
                        ),
                        ("heard_on", models.DateField(editable=False, null=True)),
                        ("tell_by", models.DateField(editable=False, null=True)),
                        (
                            "told",
                            models.CharField(
                                blank=True,
                                choices=[("told", "Told"), ("not_told", "Not told, with a reason")],
                                editable=False,
                                max_length=8,
                                verbose_name="person told",
                            ),
                        ),
                        ("told_on", models.DateField(editable=False, null=True)),
                        ("told_by", models.CharField(blank=True, editable=False, max_length=120)),
                        ("told_how", models.CharField(blank=True, editable=False, max_length=300)),
                        ("flag_until", models.DateField(editable=False, null=True)),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                        ("withdrawn_reason", models.CharField(blank=True, editable=False, max_length=300)),
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
                                verbose_name="criteria",
                            ),
                        ),
                        (
                            "perpetrator",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="records.subject",
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
                            "repeat_of",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="repeated_by",
                                to="pvp.maracreferral",
                            ),
                        ),
                        (
                            "victim",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="records.subject",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "MARAC referral",
                        "ordering": ["-referred_on", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["record", "-referred_on", "-id"], name="marac_of_record"),
                            models.Index(
                                condition=models.Q(("taken", ""), ("withdrawn_at", None)),
                                fields=["referred_on", "id"],
                                name="marac_not_taken",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("tell_by__isnull", False), ("told", ""), ("withdrawn_at", None)
                                ),
                                fields=["record", "tell_by"],
                                name="marac_to_tell",
                            ),
                            django.contrib.postgres.indexes.GinIndex(
                                fastupdate=False, fields=["readers"], name="marac_readers"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("consent", "yes"),
                                    models.Q(("ground", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="marac_on_a_ground",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("told", ""), ("told_on", None)),
                                    models.Q(("told", "told"), ("told_on__isnull", False)),
                                    models.Q(("told", "not_told"), models.Q(("told_how", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="marac_told_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMaracReferral",
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
                            "others",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.UUIDField(), default=list, editable=False, size=None
                            ),
                        ),
                        ("criteria", models.JSONField(default=list, editable=False)),
                        (
                            "judgement",
                            models.TextField(
                                blank=True,
                                max_length=5000,
                                verbose_name="reasons of the professional judgement",
                            ),
                        ),
                        ("reason", models.TextField(max_length=5000, verbose_name="reason for the referral")),
                        (
                            "wants",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what the person wants"
                            ),
                        ),
                        (
                            "safe_to_tell",
                            models.TextField(
                                blank=True,
                                max_length=2000,
                                verbose_name="who is safe to talk to, and who is not",
                            ),
                        ),
                        (
                            "consent",
                            models.CharField(
                                choices=[
                                    ("yes", "Yes"),
                                    ("no", "No"),
                                    ("not_asked", "Not asked, it was not safe"),
                                ],
                                max_length=9,
                            ),
                        ),
                        (
                            "ground",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="lawful ground without consent"
                            ),
                        ),
                        (
                            "referred_on",
                            models.DateField(
                                default=django.utils.timezone.localdate,
                                editable=False,
                                verbose_name="day of the referral",
                            ),
                        ),
                        (
                            "last_on",
                            models.DateField(blank=True, null=True, verbose_name="day of the last referral"),
                        ),
                        (
                            "taken",
                            models.CharField(blank=True, editable=False, max_length=200, verbose_name="list"),
                        ),
                        ("heard_on", models.DateField(editable=False, null=True)),
                        ("tell_by", models.DateField(editable=False, null=True)),
                        (
                            "told",
                            models.CharField(
                                blank=True,
                                choices=[("told", "Told"), ("not_told", "Not told, with a reason")],
                                editable=False,
                                max_length=8,
                                verbose_name="person told",
                            ),
                        ),
                        ("told_on", models.DateField(editable=False, null=True)),
                        ("told_by", models.CharField(blank=True, editable=False, max_length=120)),
                        ("told_how", models.CharField(blank=True, editable=False, max_length=300)),
                        ("flag_until", models.DateField(editable=False, null=True)),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                        ("withdrawn_reason", models.CharField(blank=True, editable=False, max_length=300)),
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
                                verbose_name="criteria",
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
                            "perpetrator",
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
                            "victim",
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
                            "repeat_of",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pvp.maracreferral",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical MARAC referral",
                        "verbose_name_plural": "historical MARAC referrals",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="MissingEpisode",
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
                        ("is_child", models.BooleanField(default=False, verbose_name="a child")),
                        ("missing_from", models.DateTimeField()),
                        ("returned_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "reference",
                            models.CharField(
                                blank=True,
                                max_length=80,
                                verbose_name="reference of the missing person system",
                            ),
                        ),
                        (
                            "risk",
                            models.CharField(
                                choices=[
                                    ("none", "No apparent risk"),
                                    ("low", "Low"),
                                    ("medium", "Medium"),
                                    ("high", "High"),
                                ],
                                default="medium",
                                max_length=6,
                            ),
                        ),
                        ("summary", models.TextField(max_length=5000)),
                        (
                            "found_how",
                            models.TextField(
                                blank=True,
                                editable=False,
                                max_length=2000,
                                verbose_name="where and how they were found",
                            ),
                        ),
                        (
                            "interview",
                            models.CharField(
                                blank=True,
                                choices=[("offered", "Offered"), ("declined", "Declined"), ("done", "Done")],
                                editable=False,
                                max_length=8,
                                verbose_name="return interview",
                            ),
                        ),
                        ("interview_on", models.DateField(editable=False, null=True)),
                        (
                            "interview_by",
                            models.CharField(
                                blank=True,
                                editable=False,
                                max_length=120,
                                verbose_name="who offers or held it",
                            ),
                        ),
                        ("interview_note", models.TextField(blank=True, editable=False, max_length=5000)),
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
                            "person",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="missing_episodes",
                                to="records.subject",
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
                        "ordering": ["-missing_from", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["record", "-missing_from", "-id"], name="missing_of_record"),
                            models.Index(
                                condition=models.Q(
                                    ("interview", ""), ("is_child", True), ("returned_at__isnull", False)
                                ),
                                fields=["record"],
                                name="missing_not_offered",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("returned_at", None),
                                    ("returned_at__gte", models.F("missing_from")),
                                    _connector="OR",
                                ),
                                name="missing_before_the_return",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("interview", ""),
                                    models.Q(("interview_on__isnull", False), ("returned_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="interview_after_the_return",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMissingReview",
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
                        ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "risk",
                            models.CharField(
                                choices=[
                                    ("none", "No apparent risk"),
                                    ("low", "Low"),
                                    ("medium", "Medium"),
                                    ("high", "High"),
                                ],
                                max_length=6,
                            ),
                        ),
                        (
                            "text",
                            models.TextField(
                                max_length=5000, verbose_name="what is known and what is done next"
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
                        (
                            "episode",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="pvp.missingepisode",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical missing review",
                        "verbose_name_plural": "historical missing reviews",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="MissingReview",
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
                        ("at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        (
                            "risk",
                            models.CharField(
                                choices=[
                                    ("none", "No apparent risk"),
                                    ("low", "Low"),
                                    ("medium", "Medium"),
                                    ("high", "High"),
                                ],
                                max_length=6,
                            ),
                        ),
                        (
                            "text",
                            models.TextField(
                                max_length=5000, verbose_name="what is known and what is done next"
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
                            "episode",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="reviews",
                                to="pvp.missingepisode",
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
                        "ordering": ["-at", "-pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["episode", "-at", "-id"], name="review_of_episode")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="SafetyAgreement",
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
                            "agreed_on",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="day"),
                        ),
                        ("how", models.CharField(max_length=200, verbose_name="how it was talked through")),
                        (
                            "spoke_with",
                            models.CharField(max_length=120, verbose_name="who it was agreed with"),
                        ),
                        (
                            "views",
                            models.TextField(
                                blank=True, max_length=2000, verbose_name="what they said about it"
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
                        "verbose_name": "agreement to a safety plan",
                        "ordering": ["-agreed_on", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(
                                fields=["record", "-agreed_on", "-id"], name="safety_agreed_of_record"
                            )
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="SafetyItem",
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
                        ("what", models.CharField(max_length=300, verbose_name="what is done")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("remove", "Remove the risk"),
                                    ("avoid", "Avoid the risk"),
                                    ("reduce", "Reduce the risk"),
                                    ("accept", "Accept the risk"),
                                ],
                                default="reduce",
                                max_length=6,
                            ),
                        ),
                        ("owner_team", models.CharField(blank=True, max_length=120, verbose_name="team")),
                        ("owner_name", models.CharField(blank=True, max_length=120, verbose_name="person")),
                        ("due", models.DateField(blank=True, null=True, verbose_name="by when")),
                        (
                            "own_words",
                            models.CharField(
                                blank=True, max_length=200, verbose_name="in the person’s own copy"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("planned", "Planned"),
                                    ("in_place", "In place"),
                                    ("ended", "Ended"),
                                ],
                                default="planned",
                                max_length=8,
                            ),
                        ),
                        (
                            "ended_reason",
                            models.CharField(
                                blank=True, editable=False, max_length=300, verbose_name="why it ended"
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
                            "owner_agency",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                                verbose_name="agency",
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
                        "verbose_name": "item of a safety plan",
                        "verbose_name_plural": "items of safety plans",
                        "ordering": ["pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["record", "id"], name="safety_item_of_record")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="SafetyAgreedItem",
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
                        ("what", models.CharField(editable=False, max_length=300)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("remove", "Remove the risk"),
                                    ("avoid", "Avoid the risk"),
                                    ("reduce", "Reduce the risk"),
                                    ("accept", "Accept the risk"),
                                ],
                                editable=False,
                                max_length=6,
                            ),
                        ),
                        ("owner", models.CharField(blank=True, editable=False, max_length=400)),
                        ("due", models.DateField(editable=False, null=True)),
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
                            "agreement",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="lines",
                                to="pvp.safetyagreement",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="agreed",
                                to="pvp.safetyitem",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(fields=["agreement", "id"], name="line_of_safety_agreement")
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="GradedInformation",
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
                                default=django.utils.timezone.localdate, verbose_name="day of the information"
                            ),
                        ),
                        ("text", models.TextField(max_length=5000, verbose_name="information")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("1", "1: Reliable"),
                                    ("2", "2: Untested"),
                                    ("3", "3: Not reliable"),
                                ],
                                max_length=1,
                                verbose_name="source",
                            ),
                        ),
                        (
                            "assessment",
                            models.CharField(
                                choices=[
                                    ("A", "A: Known directly to the source"),
                                    ("B", "B: Known indirectly to the source, but corroborated"),
                                    ("C", "C: Known indirectly to the source"),
                                    ("D", "D: Not known"),
                                    ("E", "E: Suspected to be false"),
                                ],
                                max_length=1,
                                verbose_name="information assessment",
                            ),
                        ),
                        (
                            "handling",
                            models.CharField(
                                choices=[
                                    ("P", "P: Lawful sharing permitted"),
                                    ("C", "C: Lawful sharing permitted with conditions"),
                                ],
                                max_length=1,
                                verbose_name="handling",
                            ),
                        ),
                        (
                            "conditions",
                            models.TextField(blank=True, max_length=2000, verbose_name="handling conditions"),
                        ),
                        (
                            "log_reference",
                            models.CharField(max_length=80, verbose_name="reference of the intelligence log"),
                        ),
                        ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                        ("withdrawn_reason", models.CharField(blank=True, editable=False, max_length=300)),
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
                        "verbose_name": "graded information",
                        "verbose_name_plural": "graded information",
                        "ordering": ["-on", "-pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["record", "-on", "-id"], name="graded_of_record")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HighRisk",
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
                        ("grade", models.CharField(editable=False, max_length=120)),
                        (
                            "raised_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        ("due", models.DateTimeField(editable=False, null=True)),
                        ("seen_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "seen_note",
                            models.TextField(
                                blank=True, editable=False, verbose_name="what the supervisor makes of it"
                            ),
                        ),
                        (
                            "assessment",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="high_risks",
                                to="assessments.assessment",
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
                            "seen_by",
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
                        "verbose_name": "high risk",
                        "ordering": ["-raised_at", "-pk"],
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["record", "-raised_at", "-id"], name="high_risk_of_record"),
                            models.Index(
                                condition=models.Q(("seen_at", None)), fields=["due"], name="high_risk_unseen"
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("seen_at", None), ("seen_by", None)),
                                    models.Q(
                                        ("seen_at__isnull", False),
                                        ("seen_by__isnull", False),
                                        models.Q(("seen_note", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="high_risk_seen_by_one",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mappa",
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
                            "reference",
                            models.CharField(max_length=80, verbose_name="reference of the national system"),
                        ),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("1", "Category 1"),
                                    ("2", "Category 2"),
                                    ("3", "Category 3"),
                                    ("4", "Category 4"),
                                ],
                                max_length=1,
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("1", "Level 1"), ("2", "Level 2"), ("3", "Level 3")], max_length=1
                            ),
                        ),
                        (
                            "since",
                            models.DateField(default=django.utils.timezone.localdate, verbose_name="from"),
                        ),
                        ("review_on", models.DateField(blank=True, null=True, verbose_name="next review")),
                        ("ended_on", models.DateField(editable=False, null=True)),
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
                            "person",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="mappa",
                                to="records.subject",
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
                        "verbose_name": "MAPPA management",
                        "verbose_name_plural": "MAPPA management",
                        "ordering": ["-since", "-pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["record", "-since", "-id"], name="mappa_of_record")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPersonVoice",
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
                            "wishes",
                            models.TextField(blank=True, max_length=5000, verbose_name="views and wishes"),
                        ),
                        ("asked_on", models.DateField(blank=True, null=True, verbose_name="asked on")),
                        (
                            "told",
                            models.CharField(
                                choices=[
                                    ("yes", "Yes"),
                                    ("not_yet", "Not yet"),
                                    ("no", "No, and they should not be"),
                                ],
                                default="not_yet",
                                max_length=7,
                                verbose_name="do they know of the case",
                            ),
                        ),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="told on")),
                        (
                            "not_told_because",
                            models.CharField(blank=True, max_length=300, verbose_name="why not"),
                        ),
                        (
                            "consent",
                            models.CharField(
                                choices=[
                                    ("given", "Given"),
                                    ("refused", "Refused"),
                                    ("not_asked", "Not asked"),
                                ],
                                default="not_asked",
                                max_length=9,
                            ),
                        ),
                        (
                            "why",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                verbose_name="why it is necessary and proportionate",
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
                            "basis",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.lawfulbasis",
                                verbose_name="lawful basis",
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
                        "verbose_name": "historical voice of a person",
                        "verbose_name_plural": "historical voice of a persons",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalStrandAnswer",
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
                        ("code", models.CharField(editable=False, max_length=60)),
                        ("value", models.CharField(blank=True, max_length=2000, verbose_name="answer")),
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
                            "version_asked",
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
                    ],
                    options={
                        "verbose_name": "historical answer about a strand",
                        "verbose_name_plural": "historical answer about a strands",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PersonVoice",
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
                            "wishes",
                            models.TextField(blank=True, max_length=5000, verbose_name="views and wishes"),
                        ),
                        ("asked_on", models.DateField(blank=True, null=True, verbose_name="asked on")),
                        (
                            "told",
                            models.CharField(
                                choices=[
                                    ("yes", "Yes"),
                                    ("not_yet", "Not yet"),
                                    ("no", "No, and they should not be"),
                                ],
                                default="not_yet",
                                max_length=7,
                                verbose_name="do they know of the case",
                            ),
                        ),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="told on")),
                        (
                            "not_told_because",
                            models.CharField(blank=True, max_length=300, verbose_name="why not"),
                        ),
                        (
                            "consent",
                            models.CharField(
                                choices=[
                                    ("given", "Given"),
                                    ("refused", "Refused"),
                                    ("not_asked", "Not asked"),
                                ],
                                default="not_asked",
                                max_length=9,
                            ),
                        ),
                        (
                            "why",
                            models.CharField(
                                blank=True,
                                max_length=300,
                                verbose_name="why it is necessary and proportionate",
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
                            "basis",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.lawfulbasis",
                                verbose_name="lawful basis",
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
                        "verbose_name": "voice of a person",
                        "ordering": ["pk"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("subject",), name="one_voice_of_a_person"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("told", "no"), _negated=True),
                                    models.Q(("not_told_because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="voice_not_told_with_a_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("consent", "given"), ("basis__isnull", False), _connector="OR"
                                ),
                                name="voice_consent_or_a_basis",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="StrandAnswer",
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
                        ("code", models.CharField(editable=False, max_length=60)),
                        ("value", models.CharField(blank=True, max_length=2000, verbose_name="answer")),
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
                            "version_asked",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="frameworks.frameworkversion",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "answer about a strand",
                        "ordering": ["pk"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(fields=("record", "code"), name="one_answer_a_field")
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
    ]
