import django.db.models.deletion
import pam.db.operations
import simple_history.models
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("frameworks", "0001_initial"),
        ("frameworks", "0002_sorted_as_people_do"),
        ("frameworks", "0003_strand_of_steps"),
        ("frameworks", "0004_framework_versions"),
        ("frameworks", "0005_plans_are_frameworks"),
        ("frameworks", "0006_framework_tags"),
        ("frameworks", "0001_squashed"),
        ("frameworks", "0002_plans_are_frameworks"),
    ]

    initial = True

    dependencies = [
        ("access", "0001_squashed"),
    ]

    operations = [
        pam.db.operations.Together(
            operations=[
                migrations.CreateModel(
                    name="FrameworkVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("kind", models.CharField(editable=False, max_length=24)),
                        ("code", models.SlugField(editable=False, max_length=60)),
                        ("number", models.PositiveIntegerField(editable=False, null=True)),
                        ("body", models.JSONField(default=dict)),
                        (
                            "note",
                            models.CharField(
                                blank=True, default="", help_text="What is new in it.", max_length=500
                            ),
                        ),
                        ("changed_at", models.DateTimeField(editable=False, null=True)),
                        ("published_at", models.DateTimeField(editable=False, null=True)),
                        ("retired_at", models.DateTimeField(editable=False, null=True)),
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
                        (
                            "changed_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "framework",
                            models.ForeignKey(
                                editable=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="versions",
                                to="frameworks.framework",
                            ),
                        ),
                        (
                            "published_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "retired_by",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                    ],
                    options={
                        "ordering": [
                            "framework_id",
                            models.OrderBy(models.F("number"), descending=True, nulls_first=True),
                        ],
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("framework", "number"),
                                name="framework_version_number",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("number", None), ("published_at", None), ("retired_at", None)),
                                    models.Q(("number__gte", 1), ("published_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="framework_version_state",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Framework",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                        ("kind", models.CharField(editable=False, max_length=24)),
                        ("code", models.SlugField(editable=False, max_length=60)),
                        ("name", models.CharField(max_length=120)),
                        ("words", models.TextField(blank=True, editable=False)),
                        ("for_kinds", models.JSONField(blank=True, default=list, editable=False)),
                        ("published", models.BooleanField(default=False, editable=False)),
                        ("retired", models.BooleanField(default=False, editable=False)),
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
                        (
                            "copied_from",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="copies",
                                to="frameworks.frameworkversion",
                            ),
                        ),
                        (
                            "current",
                            models.ForeignKey(
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="frameworks.frameworkversion",
                            ),
                        ),
                        ("tags", models.JSONField(blank=True, db_default=[], default=list, editable=False)),
                    ],
                    options={
                        "ordering": ["kind", "name__folded", "pk"],
                        "indexes": [],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "agency", "code"),
                                name="framework_once_an_agency",
                                nulls_distinct=False,
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalFramework",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("history_agency", models.CharField(blank=True, max_length=120)),
                        ("history_batch", models.BigIntegerField(editable=False, null=True)),
                        ("uuid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("kind", models.CharField(editable=False, max_length=24)),
                        ("code", models.SlugField(editable=False, max_length=60)),
                        ("name", models.CharField(max_length=120)),
                        ("for_kinds", models.JSONField(blank=True, default=list, editable=False)),
                        ("published", models.BooleanField(default=False, editable=False)),
                        ("retired", models.BooleanField(default=False, editable=False)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "copied_from",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="frameworks.frameworkversion",
                            ),
                        ),
                        (
                            "current",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="frameworks.frameworkversion",
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
                        ("tags", models.JSONField(blank=True, db_default=[], default=list, editable=False)),
                    ],
                    options={
                        "verbose_name": "historical framework",
                        "verbose_name_plural": "historical frameworks",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalFrameworkVersion",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        ("history_agency", models.CharField(blank=True, max_length=120)),
                        ("history_batch", models.BigIntegerField(editable=False, null=True)),
                        ("uuid", models.UUIDField(db_index=True, default=uuid.uuid4, editable=False)),
                        ("kind", models.CharField(editable=False, max_length=24)),
                        ("code", models.SlugField(editable=False, max_length=60)),
                        ("number", models.PositiveIntegerField(editable=False, null=True)),
                        ("body", models.JSONField(default=dict)),
                        (
                            "note",
                            models.CharField(
                                blank=True, default="", help_text="What is new in it.", max_length=500
                            ),
                        ),
                        ("changed_at", models.DateTimeField(editable=False, null=True)),
                        ("published_at", models.DateTimeField(editable=False, null=True)),
                        ("retired_at", models.DateTimeField(editable=False, null=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
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
                            "agency",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.agency",
                            ),
                        ),
                        (
                            "changed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "framework",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="frameworks.framework",
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
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                        (
                            "retired_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="access.membership",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical framework version",
                        "verbose_name_plural": "historical framework versions",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                        "indexes": [],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
            ],
        ),
    ]
