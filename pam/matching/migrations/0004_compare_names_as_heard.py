"""A name with the very day of birth is known by how it sounds too: every subject is compared once more, and
nobody is told of those that were there before.
"""

from django.db import migrations


def enqueue(apps, schema_editor):
    """Puts every person into the queue, quietly."""
    schema_editor.execute(
        "INSERT INTO matching_matchqueueitem (subject_id, quiet, at)"
        " SELECT id, true, now() FROM records_subject WHERE kind = 'person'"
    )


class Migration(migrations.Migration):
    dependencies = [("matching", "0003_muted_keys"), ("records", "0012_index_names_by_sound")]
    operations = [migrations.RunPython(enqueue, migrations.RunPython.noop)]
