import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("practice", "0001_initial"), ("practice", "0002_tags")]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
        ("frameworks", "0001_squashed_2"),
        ("records", "0001_squashed_2"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="Offer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "what",
                            models.CharField(
                                choices=[("framework", "Framework"), ("learning", "Learning")],
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                editable=False,
                                help_text="The kind of framework, or `learning`.",
                                max_length=24,
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "In preparation"),
                                    ("offered", "Offered"),
                                    ("revoked", "Revoked"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        (
                            "audience",
                            models.CharField(
                                choices=[
                                    ("partners", "Agencies with an agreement in force with ours"),
                                    ("all", "All agencies on this system"),
                                ],
                                default="partners",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("name", models.CharField(blank=True, default="", editable=False, max_length=120)),
                        ("summary", models.TextField(blank=True, default="", editable=False)),
                        ("words", models.TextField(blank=True, default="", editable=False)),
                        (
                            "for_kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60),
                                blank=True,
                                default=list,
                                editable=False,
                                size=None,
                            ),
                        ),
                        ("number", models.PositiveIntegerField(default=0, editable=False)),
                        ("offered_at", models.DateTimeField(editable=False, null=True)),
                        ("revoked_at", models.DateTimeField(editable=False, null=True)),
                        (
                            "revoked_words",
                            models.CharField(blank=True, default="", editable=False, max_length=500),
                        ),
                        ("records_shown", models.PositiveIntegerField(editable=False, null=True)),
                        ("agencies_shown", models.PositiveIntegerField(editable=False, null=True)),
                        ("counted_at", models.DateTimeField(editable=False, null=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                            "revoked_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        ("tags", models.JSONField(blank=True, default=list, editable=False)),
                    ],
                    options={
                        "ordering": ["name__folded", "pk"],
                        "indexes": [models.Index(fields=["agency", "state"], name="offer_of_agency")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="OfferedText",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("number", models.PositiveIntegerField(editable=False)),
                        ("body", models.JSONField(editable=False)),
                        ("note", models.CharField(blank=True, default="", editable=False, max_length=500)),
                        ("offered_at", models.DateTimeField(editable=False)),
                        (
                            "offer",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="texts",
                                to="practice.offer",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["offer_id", "-number"],
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(fields=("offer", "number"), name="offered_text_number")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Copy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(editable=False, max_length=120)),
                        ("number", models.PositiveIntegerField(editable=False)),
                        (
                            "copied_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
                        (
                            "looked_at",
                            models.DateTimeField(default=django.utils.timezone.now, editable=False),
                        ),
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
                            "framework",
                            models.OneToOneField(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="frameworks.framework",
                            ),
                        ),
                        (
                            "from_agency",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "offer",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="practice.offer",
                            ),
                        ),
                        (
                            "text",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="practice.offeredtext",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name_plural": "copies",
                        "ordering": ["-copied_at", "-pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Preparation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "In preparation"),
                                    ("asked", "Waiting for permission"),
                                    ("permitted", "Permitted"),
                                    ("declined", "Not permitted"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=10,
                            ),
                        ),
                        ("body", models.JSONField(default=dict)),
                        ("kept", models.JSONField(blank=True, default=list)),
                        (
                            "audience",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("partners", "Agencies with an agreement in force with ours"),
                                    ("all", "All agencies on this system"),
                                ],
                                default="partners",
                                max_length=10,
                            ),
                        ),
                        (
                            "note",
                            models.CharField(
                                blank=True, default="", help_text="What is new in it.", max_length=500
                            ),
                        ),
                        ("words", models.TextField(blank=True, default="", editable=False)),
                        (
                            "for_kinds",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        ("asked_at", models.DateTimeField(editable=False, null=True)),
                        ("asked_words", models.CharField(blank=True, default="", max_length=500)),
                        ("answered_at", models.DateTimeField(editable=False, null=True)),
                        ("answer", models.CharField(blank=True, default="", max_length=500)),
                        ("begun_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                            "answered_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "changed_by",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "offer",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="preparations",
                                to="practice.offer",
                            ),
                        ),
                        (
                            "record",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="records.record",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="frameworks.frameworkversion",
                            ),
                        ),
                        ("tags", models.JSONField(blank=True, default=list)),
                    ],
                    options={
                        "ordering": ["-begun_at", "-pk"],
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["draft", "asked"])),
                                fields=("offer",),
                                name="one_open_preparation_an_offer",
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
