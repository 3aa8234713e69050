import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("notifications", "0001_initial"),
        ("notifications", "0002_seen"),
        ("notifications", "0003_handing_at"),
    ]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="SentMail",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("sender", models.CharField(max_length=200)),
                        ("to", models.CharField(max_length=400)),
                        ("subject", models.CharField(max_length=300)),
                        ("body", models.TextField()),
                        ("raw", models.BinaryField(default=b"")),
                    ],
                    options={
                        "ordering": ["-at", "-pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("event", models.CharField(max_length=24)),
                        ("about", models.UUIDField()),
                        ("occasion", models.CharField(blank=True, default="", max_length=40)),
                        ("batch", models.UUIDField(null=True)),
                        ("urgent", models.BooleanField(default=False)),
                        ("created", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "channel",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("mail", "By email, as it happens"),
                                    ("digest", "In one email a day"),
                                    ("page", "Only in pam"),
                                ],
                                default="",
                                max_length=6,
                            ),
                        ),
                        ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("mail", models.UUIDField(null=True)),
                        ("claimed_at", models.DateTimeField(null=True)),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("failures", models.PositiveSmallIntegerField(default=0)),
                        ("gave_up_at", models.DateTimeField(null=True)),
                        ("dropped_at", models.DateTimeField(null=True)),
                        ("why", models.CharField(blank=True, default="", max_length=200)),
                        (
                            "agency",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "recipient",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        ("seen_at", models.DateTimeField(editable=False, null=True)),
                        ("handing_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "verbose_name_plural": "deliveries",
                        "ordering": ["-created", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("claimed_at", None),
                                    ("dropped_at", None),
                                    ("gave_up_at", None),
                                    ("sent_at", None),
                                ),
                                fields=["due_at", "id"],
                                name="delivery_waiting",
                            ),
                            models.Index(
                                condition=models.Q(("dropped_at", None), ("sent_at", None)),
                                fields=["agency", "created"],
                                name="delivery_not_gone_out",
                            ),
                            models.Index(
                                fields=["recipient", "-created", "-id"], name="delivery_of_recipient"
                            ),
                            models.Index(
                                condition=models.Q(("mail__isnull", False)),
                                fields=["mail"],
                                name="delivery_of_mail",
                            ),
                            models.Index(
                                condition=models.Q(("seen_at", None)),
                                fields=["recipient", "event"],
                                name="delivery_not_seen",
                            ),
                            models.Index(
                                condition=models.Q(
                                    ("claimed_at__isnull", False), ("handing_at", None), ("sent_at", None)
                                ),
                                fields=["claimed_at"],
                                name="delivery_claimed",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("event", "about", "occasion", "recipient"),
                                name="one_delivery_a_cause",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MailChoice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=24)),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("mail", "By email, as it happens"),
                                    ("digest", "In one email a day"),
                                    ("page", "Only in pam"),
                                ],
                                max_length=6,
                            ),
                        ),
                        (
                            "membership",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("membership", "kind"), name="one_choice_a_kind")
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
    ]
