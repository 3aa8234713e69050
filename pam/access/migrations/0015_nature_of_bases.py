from django.db import migrations, models

# What pam ships for a new database (shipped/lawful_bases.yaml), for the bases that are there already.
NATURES = {
    "cda-115": "power",
    "dpa-law-enforcement": "condition",
    "dpa-sch8-safeguarding": "condition",
    "children-act-10-11": "duty",
    "children-act-47": "duty",
    "care-act-45": "duty",
    "offender-management": "power",
    "mappa": "duty",
    "common-law": "power",
    "vital-interests": "condition",
    "children-act-17": "duty",
    "care-act-42": "duty",
    "dpa-sch8-statutory": "condition",
}


def say(apps, schema_editor):
    bases = apps.get_model("access", "LawfulBasis").objects
    for code, nature in NATURES.items():
        bases.filter(code=code).update(nature=nature)


class Migration(migrations.Migration):
    dependencies = [("access", "0014_training_agencies")]

    operations = [
        migrations.AddField(
            "lawfulbasis",
            "nature",
            models.CharField(
                blank=True,
                choices=[("duty", "Duty"), ("power", "Power"), ("condition", "Condition")],
                db_default="",
                default="",
                max_length=9,
            ),
        ),
        migrations.RunPython(say, migrations.RunPython.noop),
    ]
