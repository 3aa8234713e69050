import django.utils.timezone
import pam.db.operations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("oversight", "0001_initial")]

    initial = True

    dependencies = []

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="DailyViewCount",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("user_id", models.BigIntegerField()),
                        ("agency_id", models.BigIntegerField()),
                        ("day", models.DateField()),
                        ("records", models.PositiveIntegerField()),
                        ("at_night", models.PositiveIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user_id", "agency_id", "day"), name="one_day_of_looks"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Unusual",
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
                                choices=[
                                    ("many", "Many records in a day"),
                                    ("night", "Out of hours"),
                                    ("name", "Own family name"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("user_id", models.BigIntegerField()),
                        ("agency_id", models.BigIntegerField()),
                        ("person", models.UUIDField(help_text="The membership, as addresses name it.")),
                        ("name", models.CharField(max_length=120)),
                        ("day", models.DateField()),
                        ("figure", models.PositiveIntegerField()),
                        ("usual", models.PositiveIntegerField(null=True)),
                        ("reference", models.CharField(blank=True, max_length=40)),
                        ("found_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("followed_up_at", models.DateTimeField(null=True)),
                        ("followed_up_by", models.CharField(blank=True, max_length=120)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("explained", "Explained: there was a policing or safeguarding purpose"),
                                    ("advice", "Words of advice given"),
                                    ("referred", "Referred to professional standards"),
                                ],
                                max_length=12,
                            ),
                        ),
                        ("note", models.TextField(blank=True)),
                    ],
                    options={
                        "indexes": [models.Index(fields=["agency_id", "-id"], name="unusual_of_agency")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "name"), _negated=True),
                                fields=("kind", "user_id", "agency_id", "day"),
                                name="unusual_once_a_day",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("kind", "name")),
                                fields=("user_id", "agency_id", "reference"),
                                name="unusual_name_once_a_record",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
