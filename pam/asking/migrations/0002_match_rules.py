from django.db import migrations

ROWS = [
    ("name-born", "Name and date of birth"),
    ("vehicle", "Vehicle registration"),
    ("address", "Address"),
    ("organisation", "Name of the organisation"),
    ("object", "Serial number or name of the object"),
    ("phone", "Telephone number"),
    ("email", "E-mail address"),
]


def add(apps, schema_editor):
    Term = apps.get_model("frameworks", "Term")
    for order, (code, label) in enumerate(ROWS):
        Term.objects.create(listing="match.rules", code=code, label=label, order=order)
    # What is known already is compared with what comes, and tells nobody by itself.
    schema_editor.execute(
        "INSERT INTO asking_tomatch (subject_id, quiet, at) SELECT id, true, now() FROM records_subject ORDER BY id"
    )


class Migration(migrations.Migration):
    dependencies = [("asking", "0001_matches"), ("frameworks", "0002_terms"), ("records", "0001_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
