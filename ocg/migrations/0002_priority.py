"""Groups that are there already come in their list by their tier."""

from django.db import migrations

FILL = """
UPDATE records_record r SET priority = v."order" FROM ocg_ocg o JOIN reference_referencevalue v ON v.id = o.tier_id
 WHERE o.record_ptr_id = r.id AND r.priority <> v."order"
"""


class Migration(migrations.Migration):
    dependencies = [("ocg", "0001_initial"), ("records", "0009_priority")]

    operations = [migrations.RunSQL(FILL, migrations.RunSQL.noop)]
