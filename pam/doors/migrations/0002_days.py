from django.db import migrations


def add(apps, schema_editor):
    Term = apps.get_model("frameworks", "Term")
    Term.objects.create(
        listing="doors.days",
        code="escalate",
        label="Unanswered request for access",
        meaning="Days until the supervisors of the owner team are told.",
        order=0,
        score=3,
    )


class Migration(migrations.Migration):
    dependencies = [("doors", "0001_requests_for_access"), ("frameworks", "0002_terms")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
