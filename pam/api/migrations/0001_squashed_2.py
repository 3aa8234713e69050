import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("api", "0001_initial"),
        ("api", "0002_webhooks"),
        ("api", "0001_squashed"),
        ("api", "0002_erased_records"),
    ]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="ApiToken",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("label", models.CharField(max_length=80, verbose_name="what it is for")),
                        ("prefix", models.CharField(editable=False, max_length=12)),
                        ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                        (
                            "scopes",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(
                                    choices=[
                                        (
                                            "records:read",
                                            "Read records: what they say, chronology, people, links, lists of documents",
                                        ),
                                        ("documents:read", "Download documents"),
                                        ("records:write", "Add records, notes and people"),
                                        ("actions:read", "Read actions"),
                                        (
                                            "actions:write",
                                            "Add actions, report on them, move their due dates",
                                        ),
                                    ],
                                    max_length=20,
                                ),
                                size=None,
                            ),
                        ),
                        ("networks", models.CharField(blank=True, max_length=800)),
                        ("expires_at", models.DateTimeField()),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("decided_at", models.DateTimeField(editable=False, null=True)),
                        ("accepted", models.BooleanField(editable=False, null=True)),
                        ("reason", models.TextField(blank=True, default="", editable=False)),
                        ("ended_at", models.DateTimeField(editable=False, null=True)),
                        ("used_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                editable=False,
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
                                related_name="+",
                                to="access.membership",
                                verbose_name="system",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-asked_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["agency", "-asked_at", "-id"], name="api_token_of_agency")
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="SentOnce",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key_hash", models.CharField(max_length=64)),
                        ("digest", models.CharField(max_length=64)),
                        ("claim", models.UUIDField(default=uuid.uuid4)),
                        ("status", models.PositiveSmallIntegerField(default=0)),
                        ("answer", models.JSONField(default=dict)),
                        ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
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
                        "verbose_name_plural": "sent once",
                        "constraints": [
                            models.UniqueConstraint(fields=("membership", "key_hash"), name="api_sent_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HookEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=24)),
                        ("about", models.UUIDField()),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("marking", models.PositiveSmallIntegerField(null=True)),
                        (
                            "readers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.IntegerField(), null=True, size=None
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Webhook",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("label", models.CharField(max_length=80, verbose_name="what it is for")),
                        ("url", models.CharField(max_length=400, verbose_name="address")),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("decided_at", models.DateTimeField(editable=False, null=True)),
                        ("accepted", models.BooleanField(editable=False, null=True)),
                        ("reason", models.TextField(blank=True, default="", editable=False)),
                        ("ended_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "agency",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "ended_by",
                            models.ForeignKey(
                                editable=False,
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
                                related_name="+",
                                to="access.membership",
                                verbose_name="system",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-asked_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["agency", "-asked_at", "-id"], name="webhook_of_agency")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("url__startswith", "https://")), name="webhook_by_https"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HookDelivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("kind", models.CharField(max_length=24)),
                        ("about", models.UUIDField(null=True)),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("due_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("claimed_at", models.DateTimeField(null=True)),
                        ("sent_at", models.DateTimeField(null=True)),
                        ("failures", models.PositiveSmallIntegerField(default=0)),
                        ("dead_at", models.DateTimeField(null=True)),
                        ("dropped_at", models.DateTimeField(null=True)),
                        ("why", models.CharField(blank=True, default="", max_length=200)),
                        (
                            "webhook",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="api.webhook",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "hook deliveries",
                        "ordering": ["-at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(
                                    ("dead_at", None), ("dropped_at", None), ("sent_at", None)
                                ),
                                fields=["due_at", "id"],
                                name="hook_delivery_owed",
                            ),
                            models.Index(fields=["webhook", "-at", "-id"], name="hook_delivery_of_webhook"),
                        ],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="WebhookSecret",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kept", models.CharField(max_length=400)),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "webhook",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="secrets",
                                to="api.webhook",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-made_at", "-pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
            ],
        ),
    ]
