"""Conditions on a share: the shipped ones, changed as data."""

import django.contrib.postgres.fields
from django.db import migrations, models

ROWS = [  # code, label, meaning, no print, no onward sharing
    ("no-onward", "No onward sharing", "Don’t share it with anybody else. Ask the owner team.", False, True),
    ("no-print", "No printing or copies", "Don’t print, download or copy it. Read it here.", True, False),
    (
        "no-action",
        "No action without the owner",
        "Speak to the owner team before you act on it.",
        False,
        False,
    ),
    (
        "source",
        "Protect where it came from",
        "Nothing you do or say may show where it came from.",
        False,
        False,
    ),
]


def add(apps, schema_editor):
    HandlingCondition = apps.get_model("access", "HandlingCondition")
    for order, (code, label, meaning, no_print, no_onward) in enumerate(ROWS):
        HandlingCondition.objects.create(
            code=code, label=label, meaning=meaning, no_print=no_print, no_onward=no_onward, order=order
        )


CODES = {
    "base_field": models.CharField(max_length=40),
    "blank": True,
    "default": list,
    "db_default": [],
    "size": None,
}


class Migration(migrations.Migration):
    dependencies = [("access", "0007_agreements_are_looked_after")]

    operations = [
        migrations.CreateModel(
            name="HandlingCondition",
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
                ("no_print", models.BooleanField(default=False)),
                ("no_onward", models.BooleanField(default=False)),
                ("order", models.PositiveSmallIntegerField(default=0)),
                ("retired", models.BooleanField(default=False)),
            ],
            options={"ordering": ["order", "label"]},
        ),
        migrations.AddField("grant", "conditions", django.contrib.postgres.fields.ArrayField(**CODES)),
        migrations.AddField(
            "historicalgrant", "conditions", django.contrib.postgres.fields.ArrayField(**CODES)
        ),
        migrations.AddField(
            "grant", "condition_text", models.TextField(blank=True, default="", db_default="")
        ),
        migrations.AddField(
            "historicalgrant", "condition_text", models.TextField(blank=True, default="", db_default="")
        ),
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
