from django.db import migrations

ROWS = [
    ("minutes", "How long break-glass lasts", "Minutes that an opening lasts.", 60),
    (
        "other-agencies",
        "Break-glass reaches other agencies",
        "1: also records of other agencies. 0: own agency only.",
        0,
    ),
]


def add(apps, schema_editor):
    Term = apps.get_model("frameworks", "Term")
    for order, (code, label, meaning, score) in enumerate(ROWS):
        Term.objects.create(
            listing="doors.glass", code=code, label=label, meaning=meaning, order=order, score=score
        )


class Migration(migrations.Migration):
    dependencies = [("doors", "0003_openings"), ("frameworks", "0002_terms")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
