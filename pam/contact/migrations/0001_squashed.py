import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("contact", "0001_initial")]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
        ("accounts", "0001_squashed_2"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="ContactRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[("question", "Question"), ("account", "Request for an account")],
                                max_length=10,
                            ),
                        ),
                        ("name", models.CharField(max_length=120)),
                        ("email", models.EmailField(max_length=254)),
                        ("telephone", models.CharField(blank=True, max_length=40)),
                        ("organisation", models.CharField(max_length=120)),
                        ("post", models.CharField(blank=True, max_length=120)),
                        ("words", models.CharField(blank=True, max_length=4000)),
                        ("consent", models.CharField(blank=True, max_length=200)),
                        ("digest", models.CharField(editable=False, max_length=64)),
                        ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("repeats", models.PositiveIntegerField(default=0)),
                        ("taken_at", models.DateTimeField(null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("telephone", "Answered by telephone"),
                                    ("mail", "Answered by email"),
                                    ("invited", "Invited"),
                                    ("refused", "Refused"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=1000)),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("erased_at", models.DateTimeField(null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
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
                            "invitation",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.invitation",
                            ),
                        ),
                        (
                            "taken_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-received_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["agency", "-received_at", "-id"], name="contact_of_agency"),
                            models.Index(fields=["received_at"], name="contact_received"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_at", None), ("answered_by", None), ("outcome", "")),
                                    models.Q(("answered_at__isnull", False), ("outcome__gt", "")),
                                    _connector="OR",
                                ),
                                name="contact_answered_with_an_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", "refused"), _negated=True),
                                    ("note__gt", ""),
                                    ("erased_at__isnull", False),
                                    _connector="OR",
                                ),
                                name="contact_refused_with_a_reason",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
