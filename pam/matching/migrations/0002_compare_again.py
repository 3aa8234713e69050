"""What a subject is known by is written in another way now: every subject is compared once more, and nobody
is told of those that were there before.
"""

from django.db import migrations


def enqueue(apps, schema_editor):
    """Puts every subject into the queue, quietly."""
    schema_editor.execute(
        "INSERT INTO matching_matchqueueitem (subject_id, quiet, at) SELECT id, true, now() FROM records_subject"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0001_initial"),
        ("records", "0002_names_and_dates_as_known"),
    ]
    operations = [migrations.RunPython(enqueue, migrations.RunPython.noop)]
