"""Who keeps and owns an agreement, its document, and shares that rest on none, once."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

FIGURES = [
    ("one-off-days", "How long a share without an agreement lasts", "Days at most.", 28),
    (
        "one-off-supervisor",
        "Supervisors may share without an agreement",
        "1: yes, with a justification. 0: no.",
        1,
    ),
]
BASES = [
    ("children-act-17", "Children Act 1989, section 17"),
    ("care-act-42", "Care Act 2014, section 42"),
    ("dpa-sch8-statutory", "Data Protection Act 2018, Schedule 8: statutory purposes"),
]


def add(apps, schema_editor):
    SharingTerm, LawfulBasis = (
        apps.get_model("access", "SharingTerm"),
        apps.get_model("access", "LawfulBasis"),
    )
    for code, label, meaning, value in FIGURES:
        SharingTerm.objects.create(code=code, label=label, meaning=meaning, value=value)
    last = LawfulBasis.objects.count()
    for order, (code, name) in enumerate(BASES, last):
        LawfulBasis.objects.get_or_create(code=code, defaults={"name": name, "order": order})
    for agreement in apps.get_model("access", "Agreement").objects.filter(agency=None):
        agreement.agency = agreement.parties.order_by("pk").first()
        agreement.save(update_fields=["agency"])


CATEGORIES = {"base_field": models.CharField(max_length=40), "blank": True, "default": list, "size": None}


def both(name, field):
    """The same field on the agreement and on its history."""
    return [
        migrations.AddField("agreement", name, field),
        migrations.AddField("historicalagreement", name, field),
    ]


def tied(to, **more):
    """A foreign key of the history: it outlives what it points at."""
    return models.ForeignKey(
        to,
        django.db.models.deletion.DO_NOTHING,
        null=True,
        blank=True,
        related_name="+",
        db_constraint=False,
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [("access", "0006_what_agreements_cover")]

    operations = [
        migrations.AddField(
            "agreement",
            "agency",
            models.ForeignKey(
                "access.Agency",
                django.db.models.deletion.PROTECT,
                null=True,
                editable=False,
                related_name="keeps",
            ),
        ),
        migrations.AddField(
            "agreement",
            "owner",
            models.ForeignKey(
                "access.Membership",
                django.db.models.deletion.PROTECT,
                null=True,
                blank=True,
                related_name="+",
            ),
        ),
        migrations.AddField("historicalagreement", "agency", tied("access.Agency", editable=False)),
        migrations.AddField("historicalagreement", "owner", tied("access.Membership")),
        *both("data_categories", django.contrib.postgres.fields.ArrayField(**CATEGORIES)),
        migrations.AddField(
            "agreement", "file", models.FileField(blank=True, max_length=200, upload_to="agreements/%Y/%m/")
        ),
        migrations.AddField("historicalagreement", "file", models.TextField(blank=True, max_length=200)),
        *both("file_name", models.CharField(blank=True, editable=False, max_length=200)),
        *both("file_type", models.CharField(blank=True, editable=False, max_length=100)),
        *both("file_size", models.PositiveBigIntegerField(default=0, editable=False)),
        *both("version", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField(
            "grant", "justification", models.TextField(blank=True, default="", db_default="")
        ),
        migrations.AddField(
            "historicalgrant", "justification", models.TextField(blank=True, default="", db_default="")
        ),
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
