import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("access", "0002_initial"),
        ("access", "0003_sorted_as_people_do"),
        ("access", "0004_purpose_of_a_share"),
        ("access", "0005_roles_of_rooms"),
        ("access", "0006_bases_by_kind_of_agency"),
        ("access", "0007_wall_key"),
        ("access", "0008_files_are_scanned"),
        ("access", "0009_passwords_out_of_reach"),
        ("access", "0010_shared_last"),
        ("access", "0011_share_on_conditions"),
        ("access", "0012_single_keys"),
        ("access", "0013_user_service"),
        ("access", "0014_training_agencies"),
        ("access", "0015_nature_of_bases"),
    ]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("records", "0001_squashed_2"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="HistoricalGrant",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Signpost"), (2, "View"), (3, "Contribute"), (4, "Manage")]
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("share", "Shared"),
                                    ("role", "Named on the record"),
                                    ("meeting", "Invited"),
                                    ("break_glass", "Break-glass"),
                                ],
                                default="share",
                                max_length=12,
                            ),
                        ),
                        ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("reason", models.TextField()),
                        ("justification", models.TextField(blank=True, db_default="", default="")),
                        (
                            "conditions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                db_default=[],
                                default=list,
                                size=None,
                            ),
                        ),
                        ("condition_text", models.TextField(blank=True, db_default="", default="")),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), blank=True, null=True, size=None
                            ),
                        ),
                        ("until", models.DateTimeField(blank=True, null=True)),
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
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.agreement",
                            ),
                        ),
                        (
                            "content_object",
                            models.ForeignKey(
                                blank=True,
                                db_column="record_id",
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="records.record",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="auth.group",
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
                            "permission",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="auth.permission",
                            ),
                        ),
                        (
                            "lawful_basis",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.lawfulbasis",
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        ("purpose", models.CharField(blank=True, db_default="", default="", max_length=40)),
                    ],
                    options={
                        "verbose_name": "historical grant",
                        "verbose_name_plural": "historical grants",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Grant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "Signpost"), (2, "View"), (3, "Contribute"), (4, "Manage")]
                            ),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("share", "Shared"),
                                    ("role", "Named on the record"),
                                    ("meeting", "Invited"),
                                    ("break_glass", "Break-glass"),
                                ],
                                default="share",
                                max_length=12,
                            ),
                        ),
                        ("given_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("reason", models.TextField()),
                        ("justification", models.TextField(blank=True, db_default="", default="")),
                        (
                            "conditions",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                db_default=[],
                                default=list,
                                size=None,
                            ),
                        ),
                        ("condition_text", models.TextField(blank=True, db_default="", default="")),
                        (
                            "kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40), blank=True, null=True, size=None
                            ),
                        ),
                        ("until", models.DateTimeField(blank=True, null=True)),
                        (
                            "agreement",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grants",
                                to="access.agreement",
                            ),
                        ),
                        (
                            "content_object",
                            models.ForeignKey(
                                db_column="record_id",
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="grants",
                                to="records.record",
                            ),
                        ),
                        (
                            "group",
                            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.group"),
                        ),
                        (
                            "permission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                            ),
                        ),
                        (
                            "lawful_basis",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.lawfulbasis",
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        ("purpose", models.CharField(blank=True, db_default="", default="", max_length=40)),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [
                            models.Index(fields=["group", "level"], name="grant_by_principal"),
                            models.Index(
                                condition=models.Q(("lawful_basis__isnull", False), ("source", "share")),
                                fields=["group", "-given_at", "-id"],
                                name="grant_shared_last",
                            ),
                            models.Index(
                                condition=models.Q(
                                    models.Q(("conditions", []), _negated=True),
                                    models.Q(("condition_text", ""), _negated=True),
                                    _connector="OR",
                                ),
                                fields=["content_object"],
                                name="grant_on_conditions",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("content_object", "group"), name="one_grant_a_principal_a_record"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("level__in", [1, 2, 3, 4])), name="grant_level_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kinds", None), ("level__lte", 2), _connector="OR"),
                                name="chosen_kinds_are_viewed",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
