from django.db import migrations


def add(apps, schema_editor):
    Term = apps.get_model("frameworks", "Term")
    Term.objects.create(
        listing="asking.most",
        code="a-day",
        label="Most questions in a day",
        meaning="How many questions one person may ask other agencies within 24 hours. Retire it for no limit.",
        order=0,
        score=40,
    )


class Migration(migrations.Migration):
    dependencies = [("asking", "0004_days"), ("frameworks", "0002_terms")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
