"""What agreements are written for, and when their owners are warned: shipped defaults, changed as data."""

from django.db import migrations

DATA = [
    ("personal", "Personal data", "Names, dates of birth, addresses and the like."),
    ("criminal", "Criminal offence data", "Suspicion, charges, convictions (DPA 2018 s.11)."),
    ("special", "Special category data", "Health, ethnicity, belief, sex life (UK GDPR Article 9)."),
    ("sensitive", "Sensitive processing for law enforcement", "DPA 2018 s.35(8)."),
    ("children", "Children’s data", "About anybody under 18."),
]
DAYS = [("first", "First warning", 60), ("second", "Second warning", 30), ("last", "Last warning", 7)]


def add(apps, schema_editor):
    Term = apps.get_model("frameworks", "Term")
    for order, (code, label, meaning) in enumerate(DATA):
        Term.objects.create(listing="agreement.data", code=code, label=label, meaning=meaning, order=order)
    for order, (code, label, days) in enumerate(DAYS):
        Term.objects.create(
            listing="agreement.days",
            code=code,
            label=label,
            meaning="Days before an agreement ends.",
            order=order,
            score=days,
        )


class Migration(migrations.Migration):
    dependencies = [("frameworks", "0002_terms")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
