from django.db import migrations

DAYS = [
    ("invitation", "Invitation", "Days that the link of an invitation works.", 7),
]


def add(apps, schema_editor):
    Term = apps.get_model("frameworks", "Term")
    for order, (code, label, meaning, score) in enumerate(DAYS):
        Term.objects.create(
            listing="people.days", code=code, label=label, meaning=meaning, order=order, score=score
        )


class Migration(migrations.Migration):
    dependencies = [("people", "0001_invitations"), ("frameworks", "0002_terms")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
