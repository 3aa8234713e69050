import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pam.db.operations
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0002_squashed_grants"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="Import",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("target", models.CharField(max_length=40)),
                        ("name", models.CharField(max_length=200, verbose_name="file name")),
                        ("size", models.PositiveBigIntegerField()),
                        ("sha256", models.CharField(max_length=64)),
                        ("file", models.FileField(blank=True, max_length=200, upload_to="imports/%Y/%m/")),
                        ("sheets", models.JSONField(default=list)),
                        ("sheet", models.PositiveSmallIntegerField(default=0)),
                        ("heading", models.PositiveIntegerField(default=1)),
                        ("columns", models.JSONField(default=dict)),
                        ("options", models.JSONField(default=dict)),
                        ("remembered", models.BooleanField(default=False)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("mapping", "Columns to map"),
                                    ("checking", "Being checked"),
                                    ("checked", "Checked"),
                                    ("running", "Being imported"),
                                    ("done", "Imported"),
                                    ("undoing", "Being undone"),
                                    ("undone", "Undone"),
                                    ("given_up", "Given up"),
                                ],
                                default="mapping",
                                max_length=8,
                            ),
                        ),
                        ("problem", models.CharField(blank=True, max_length=500)),
                        ("all_rows", models.PositiveIntegerField(default=0)),
                        ("done_rows", models.PositiveIntegerField(default=0)),
                        ("counts", models.JSONField(default=dict)),
                        ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("state_at", models.DateTimeField(default=django.utils.timezone.now)),
                        ("done_at", models.DateTimeField(null=True)),
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
                            "membership",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-begun_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["membership", "-begun_at"], name="import_of_person"),
                            models.Index(
                                condition=models.Q(("state__in", ["checking", "running", "undoing"])),
                                fields=["state_at"],
                                name="import_waits",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportMade",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("model", models.CharField(max_length=60)),
                        ("row", models.BigIntegerField()),
                        ("record", models.BigIntegerField()),
                        ("noted_at", models.DateTimeField()),
                        (
                            "importing",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="made",
                                to="imports.import",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [models.Index(fields=["importing", "number"], name="made_by_import")],
                        "constraints": [
                            models.UniqueConstraint(fields=("model", "row"), name="made_by_one_import")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField()),
                        ("values", models.JSONField(default=dict)),
                        (
                            "fate",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("new", "New"),
                                    ("duplicate", "May be the same"),
                                    ("refused", "Refused"),
                                ],
                                max_length=9,
                            ),
                        ),
                        ("problems", models.JSONField(default=list)),
                        ("same", models.JSONField(default=list)),
                        (
                            "choice",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("skip", "Leave it out"),
                                    ("same", "The same"),
                                    ("new", "Add it as new"),
                                ],
                                max_length=4,
                            ),
                        ),
                        ("changed_since", models.BooleanField(default=False)),
                        (
                            "importing",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="rows",
                                to="imports.import",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["number"],
                        "indexes": [
                            models.Index(fields=["importing", "fate", "number"], name="import_row_by_fate")
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("importing", "number"), name="import_row_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ColumnMap",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("target", models.CharField(max_length=40)),
                        ("shape", models.CharField(max_length=64)),
                        (
                            "headings",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), default=list, size=None
                            ),
                        ),
                        ("columns", models.JSONField(default=dict)),
                        ("options", models.JSONField(default=dict)),
                        ("saved_at", models.DateTimeField(default=django.utils.timezone.now)),
                        (
                            "agency",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("agency", "target", "shape"), name="one_map_of_a_shape"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
