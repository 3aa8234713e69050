"""What an agreement covers, how long a share under it lasts, and its usual lawful basis; figures of sharing as data."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

FIGURES = [
    (
        "share-days",
        "How long a share lasts",
        "Days, unless the agreement or the person who shares says otherwise.",
        90,
    )
]


def add(apps, schema_editor):
    SharingTerm = apps.get_model("access", "SharingTerm")
    for code, label, meaning, value in FIGURES:
        SharingTerm.objects.create(code=code, label=label, meaning=meaning, value=value)


KINDS = {"base_field": models.CharField(max_length=16), "blank": True, "default": list, "size": None}
DAYS = {"verbose_name": "days that a share lasts", "null": True, "blank": True}


class Migration(migrations.Migration):
    dependencies = [("access", "0005_break_glass")]

    operations = [
        migrations.CreateModel(
            name="SharingTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(max_length=40, unique=True)),
                ("label", models.CharField(max_length=120)),
                ("meaning", models.CharField(blank=True, max_length=300)),
                ("value", models.PositiveIntegerField()),
            ],
            options={"ordering": ["code"]},
        ),
        migrations.AddField(
            "agreement",
            "usual_basis",
            models.ForeignKey(
                "access.LawfulBasis",
                django.db.models.deletion.PROTECT,
                null=True,
                blank=True,
                related_name="+",
            ),
        ),
        migrations.AddField(
            "historicalagreement",
            "usual_basis",
            models.ForeignKey(
                "access.LawfulBasis",
                django.db.models.deletion.DO_NOTHING,
                null=True,
                blank=True,
                related_name="+",
                db_constraint=False,
            ),
        ),
        migrations.AddField("agreement", "record_kinds", django.contrib.postgres.fields.ArrayField(**KINDS)),
        migrations.AddField(
            "historicalagreement", "record_kinds", django.contrib.postgres.fields.ArrayField(**KINDS)
        ),
        migrations.AddField("agreement", "share_days", models.PositiveSmallIntegerField(**DAYS)),
        migrations.AddField("historicalagreement", "share_days", models.PositiveSmallIntegerField(**DAYS)),
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
