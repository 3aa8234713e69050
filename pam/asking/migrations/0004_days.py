from django.db import migrations


def add(apps, schema_editor):
    Term = apps.get_model("frameworks", "Term")
    Term.objects.create(
        listing="asking.days",
        code="escalate",
        label="Unanswered question",
        meaning="Days until the supervisors of an agency that was asked are told.",
        order=0,
        score=3,
    )


class Migration(migrations.Migration):
    dependencies = [("asking", "0003_questions"), ("frameworks", "0002_terms")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
