import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import pam.records.fields
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("enquiries", "0001_initial"), ("enquiries", "0002_birth_dates_as_known")]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="Enquiry",
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
                                    ("person", "Person"),
                                    ("address", "Address"),
                                    ("vehicle", "Vehicle"),
                                    ("other", "Something else"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("name", models.CharField(max_length=200)),
                        ("born", pam.records.fields.PartialDateField(blank=True, max_length=10, null=True)),
                        ("more", models.TextField(blank=True)),
                        ("purpose", models.TextField()),
                        ("answer_by", models.DateField()),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("withdrawn_at", models.DateTimeField(null=True)),
                        (
                            "asker",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "asker_agency",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "basis",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.lawfulbasis",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-asked_at", "-pk"],
                        "indexes": [models.Index(fields=["asker", "-asked_at"], name="question_of_asker")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="EnquiryRecipient",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("hit", "Hit"),
                                    ("contact", "Contact me"),
                                    ("none", "No hit to declare"),
                                ],
                                max_length=8,
                            ),
                        ),
                        ("words", models.CharField(blank=True, max_length=500)),
                        ("answered_at", models.DateTimeField(null=True)),
                        ("escalated_at", models.DateTimeField(null=True)),
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
                            "question",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="asked",
                                to="enquiries.enquiry",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-asked_at", "-pk"],
                        "indexes": [models.Index(fields=["agency", "-asked_at"], name="asked_of_agency")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("question", "agency"), name="one_agency_once_a_question"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", "none"), _negated=True),
                                    ("words", ""),
                                    _connector="OR",
                                ),
                                name="no_words_without_a_hit",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
