"""Case files that are there already come in their list by their grade."""

from django.db import migrations

FILL = """
UPDATE records_record r SET priority = -v."order"
  FROM pvp_casefile c JOIN reference_referencevalue v ON v.id = c.grade_id
 WHERE c.record_ptr_id = r.id AND r.priority <> -v."order"
"""


class Migration(migrations.Migration):
    dependencies = [("pvp", "0001_initial"), ("records", "0009_priority")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
