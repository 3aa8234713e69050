import django.contrib.postgres.fields
import django.db.models.deletion
import pam.db.operations
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("help", "0001_initial")]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="HelpSeen",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("news", models.DateField(blank=True, null=True)),
                        (
                            "tours",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=20),
                                blank=True,
                                default=list,
                                size=None,
                            ),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HelpText",
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
                                choices=[("line", "Line of procedure"), ("term", "Word of the glossary")],
                                editable=False,
                                max_length=4,
                            ),
                        ),
                        ("place", models.CharField(editable=False, max_length=80)),
                        ("label", models.CharField(max_length=80, verbose_name="word or abbreviation")),
                        ("text", models.TextField(blank=True, max_length=600, verbose_name="what it means")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "agency",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["kind", "label__folded", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agency", "kind", "place"),
                                name="help_text_once_a_place",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "line"), models.Q(("text", ""), _negated=True), _connector="OR"
                                ),
                                name="a_term_means_something",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
    ]
