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
    dependencies = [
        ("access", "0002_squashed_grants"),
        ("access", "__first__"),
        ("frameworks", "0001_squashed"),
        ("pvp", "0001_squashed"),
        ("records", "0019_known_by"),
        ("reference", "0001_squashed"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
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
                    ],
                    options={
                        "verbose_name": "historical closing checklist",
                        "verbose_name_plural": "historical closing checklists",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
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
                    ],
                    options={
                        "verbose_name": "closing checklist",
                        "ordering": ["-created", "-pk"],
                        "abstract": False,
                        "indexes": [models.Index(fields=["record", "-created"], name="closing_of_record")],
                    },
                ),
            ],
        ),
    ]
