import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pam.access.roles
import pam.db.operations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("accounts", "0001_initial"),
        ("accounts", "0002_browser_sessions"),
        ("accounts", "0003_roles_of_rooms"),
        ("accounts", "0004_membership_requests"),
        ("accounts", "0001_squashed"),
        ("accounts", "0002_terms_for_systems"),
    ]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="PasswordLink",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("email", models.EmailField(max_length=254)),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="TermsOfUse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("use", "Terms of use"),
                                    ("confidentiality", "Confidentiality statement"),
                                    ("systems", "Terms for systems"),
                                ],
                                max_length=16,
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField()),
                        ("text", models.TextField()),
                        ("published_at", models.DateTimeField(default=django.utils.timezone.now)),
                    ],
                    options={
                        "verbose_name_plural": "terms",
                        "ordering": ["kind", "-version"],
                        "constraints": [
                            models.UniqueConstraint(fields=("kind", "version"), name="terms_version_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Departure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("reason", models.TextField(blank=True)),
                        ("ends_at", models.DateTimeField()),
                        ("heirs", models.JSONField(default=dict)),
                        ("cancelled_at", models.DateTimeField(null=True)),
                        ("done_at", models.DateTimeField(null=True)),
                        ("handed", models.PositiveIntegerField(default=0)),
                        ("left", models.PositiveIntegerField(default=0)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "membership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-asked_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("cancelled_at", None), ("done_at", None)),
                                fields=["ends_at"],
                                name="departure_waiting",
                            )
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("cancelled_at", None), ("done_at", None)),
                                fields=("membership",),
                                name="one_open_departure",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("name", models.CharField(max_length=120)),
                        ("email", models.EmailField(max_length=254)),
                        ("post", models.CharField(blank=True, max_length=120)),
                        (
                            "roles",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=pam.access.roles.role_choices, max_length=16
                                ),
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "clearance",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "OFFICIAL"), (2, "OFFICIAL-SENSITIVE")], default=1
                            ),
                        ),
                        (
                            "teams",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(),
                                default=list,
                                help_text="Numbers of teams of the agency.",
                                size=None,
                            ),
                        ),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        ("expires_at", models.DateTimeField()),
                        ("token_hash", models.CharField(max_length=64, null=True, unique=True)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("accepted_at", models.DateTimeField(null=True)),
                        ("sent_at", models.DateTimeField(null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "invited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "membership",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-created", "-pk"],
                        "indexes": [
                            models.Index(fields=["agency", "-created", "-id"], name="invitation_of_agency")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("accepted_at", None), ("withdrawn_at", None)),
                                fields=("agency", "email"),
                                name="one_open_invitation_an_agency",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TeamReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("opened_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("warned_at", models.DateTimeField(null=True)),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("lapsed_at", models.DateTimeField(null=True)),
                        ("people", models.PositiveIntegerField(default=0)),
                        ("shares", models.PositiveIntegerField(default=0)),
                        (
                            "answered_by",
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
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="access.team",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-opened_at", "-pk"],
                        "indexes": [models.Index(fields=["team", "-opened_at"], name="review_of_team")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("answered_at", None), ("lapsed_at", None)),
                                fields=("team",),
                                name="one_open_review_a_team",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Acceptance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "agency",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "terms",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.termsofuse",
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "terms"), name="accepted_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="BrowserSession",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("key_hash", models.CharField(editable=False, max_length=64)),
                        ("device", models.CharField(max_length=60)),
                        ("address", models.GenericIPAddressField(null=True)),
                        ("began_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("seen_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("ended_at", models.DateTimeField(null=True)),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-seen_at", "-pk"],
                        "indexes": [models.Index(fields=["user", "-seen_at"], name="session_of_user")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="MembershipRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "role",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("officer", "Officer"),
                                    ("supervisor", "Supervisor"),
                                    ("auditor", "Auditor"),
                                    ("administrator", "Administrator"),
                                    ("break_glass", "May break the glass"),
                                    ("data_protection", "Data protection officer"),
                                ],
                                db_default="",
                                default="",
                                max_length=16,
                            ),
                        ),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        ("decided_at", models.DateTimeField(null=True)),
                        ("accepted", models.BooleanField(null=True)),
                        ("reason", models.CharField(blank=True, db_default="", default="", max_length=500)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
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
                            "membership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="requests",
                                to="access.membership",
                            ),
                        ),
                        (
                            "team",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="access.team",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-asked_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["agency", "-asked_at", "-id"], name="request_of_agency")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("role__gt", ""), ("team", None)),
                                    models.Q(("role", ""), ("team__isnull", False)),
                                    _connector="OR",
                                ),
                                name="request_of_a_team_or_a_role",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("decided_at", None), ("withdrawn_at", None)),
                                fields=("membership", "team", "role"),
                                name="one_open_request_a_wish",
                                nulls_distinct=False,
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
