import django.contrib.postgres.fields
from django.db import migrations, models

# What pam ships for a new database (shipped/lawful_bases.yaml), for the bases that are there already.
KINDS = {
    "dpa-law-enforcement": ["police", "probation", "council"],
    "dpa-sch8-safeguarding": ["police", "probation", "council"],
    "dpa-sch8-statutory": ["police", "probation", "council"],
    "children-act-10-11": ["police", "probation", "council", "health", "education"],
    "children-act-47": ["police", "council", "health", "housing", "education"],
    "offender-management": ["police", "probation"],
    "mappa": ["police", "probation", "council", "health", "housing", "education"],
    "common-law": ["police"],
    "children-act-17": ["council", "health", "housing", "education"],
    "care-act-42": ["police", "probation", "council", "health"],
}


def set_kinds(apps, schema_editor):
    bases = apps.get_model("access", "LawfulBasis").objects
    for code, kinds in KINDS.items():
        bases.filter(code=code).update(agency_kinds=kinds)


class Migration(migrations.Migration):
    dependencies = [("access", "0005_roles_of_rooms")]

    operations = [
        migrations.AddField(
            "lawfulbasis",
            "agency_kinds",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("police", "Police force"),
                        ("probation", "Probation service"),
                        ("council", "Council"),
                        ("health", "Health trust"),
                        ("housing", "Housing provider"),
                        ("education", "School or college"),
                        ("charity", "Charity"),
                    ],
                    max_length=10,
                ),
                blank=True,
                db_default=[],
                default=list,
                size=None,
            ),
        ),
        migrations.RunPython(set_kinds, migrations.RunPython.noop),
    ]
