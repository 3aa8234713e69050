"""The lawful bases that disclosures usually rest on: shipped defaults, changed as data."""

from django.db import migrations

BASES = [
    ("cda-115", "Crime and Disorder Act 1998, section 115"),
    ("dpa-law-enforcement", "Data Protection Act 2018, Part 3: law enforcement purpose"),
    (
        "dpa-sch8-safeguarding",
        "Data Protection Act 2018, Schedule 8: safeguarding of children and individuals at risk",
    ),
    ("children-act-10-11", "Children Act 2004, sections 10 and 11"),
    ("children-act-47", "Children Act 1989, section 47"),
    ("care-act-45", "Care Act 2014, section 45"),
    ("offender-management", "Offender Management Act 2007, section 14"),
    ("mappa", "Criminal Justice Act 2003, section 325 (MAPPA)"),
    ("common-law", "Common law policing purpose"),
    ("vital-interests", "UK GDPR Article 6(1)(d): vital interests"),
]


def add(apps, schema_editor):
    LawfulBasis = apps.get_model("access", "LawfulBasis")
    for order, (code, name) in enumerate(BASES):
        LawfulBasis.objects.create(code=code, name=name, order=order)


class Migration(migrations.Migration):
    dependencies = [("access", "0002_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
