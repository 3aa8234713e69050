import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.utils.timezone
import pam.db.operations
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("audit", "0001_initial"),
        ("audit", "0002_request_id"),
        ("audit", "0003_operation_and_detail"),
        ("audit", "0004_seals_are_signed"),
    ]

    initial = True

    dependencies = []

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="Seal",
                    fields=[
                        ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                        ("at", models.DateTimeField()),
                        (
                            "form",
                            models.PositiveSmallIntegerField(
                                help_text="The way in which rows were written out to be hashed."
                            ),
                        ),
                        (
                            "firsts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), size=None
                            ),
                        ),
                        (
                            "lasts",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), size=None
                            ),
                        ),
                        ("count", models.PositiveIntegerField()),
                        ("digests", models.BinaryField()),
                        (
                            "frontier",
                            models.BigIntegerField(
                                db_index=True, help_text="The highest row number sealed so far."
                            ),
                        ),
                        (
                            "settled",
                            models.BigIntegerField(
                                help_text="No row below this number can still be committed late."
                            ),
                        ),
                        (
                            "writers",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                help_text="The transactions that were writing the log just then.",
                                size=None,
                            ),
                        ),
                        ("previous", models.CharField(max_length=64)),
                        ("sha256", models.CharField(max_length=64)),
                        (
                            "signature",
                            models.CharField(
                                blank=True,
                                db_default="",
                                help_text="With a key outside of the database.",
                                max_length=64,
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="LogEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "verb",
                            models.CharField(
                                choices=[
                                    ("collection", "Collection"),
                                    ("alteration", "Alteration"),
                                    ("consultation", "Consultation"),
                                    ("disclosure", "Disclosure"),
                                    ("combination", "Combination"),
                                    ("erasure", "Erasure"),
                                    ("sign-in", "Signing in"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("actor_id", models.BigIntegerField(null=True)),
                        ("actor_name", models.CharField(max_length=120)),
                        ("agency_id", models.BigIntegerField(null=True)),
                        ("agency_name", models.CharField(max_length=120)),
                        ("address", models.GenericIPAddressField(null=True)),
                        (
                            "records",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.BigIntegerField(), default=list, size=None
                            ),
                        ),
                        ("recipient", models.CharField(blank=True, max_length=200)),
                        ("recipient_agency_id", models.BigIntegerField(null=True)),
                        ("reason", models.TextField(blank=True)),
                        (
                            "request_id",
                            models.CharField(
                                blank=True,
                                db_default="",
                                help_text="Of the request that wrote it; none for a job.",
                                max_length=20,
                            ),
                        ),
                        (
                            "operation",
                            models.CharField(
                                db_column="how",
                                help_text="open, list, search, download, add note …",
                                max_length=40,
                            ),
                        ),
                        ("detail", models.CharField(blank=True, db_column="what", max_length=200)),
                    ],
                    options={
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                fields=["records"], name="log_by_record"
                            ),
                            models.Index(fields=["actor_id", "-id"], name="log_by_actor"),
                            django.contrib.postgres.indexes.BrinIndex(
                                fields=["at"], name="log_by_time", pages_per_range=16
                            ),
                            models.Index(
                                condition=models.Q(("verb", "disclosure")),
                                fields=["-id"],
                                name="log_disclosures",
                            ),
                            models.Index(
                                condition=models.Q(("verb", "disclosure")),
                                fields=["recipient_agency_id", "-id"],
                                name="log_by_recipient",
                            ),
                        ],
                        "constraints": [],
                    },
                ),
            ],
        ),
    ]
