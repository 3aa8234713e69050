"""Lines of procedure that came with pam for the old stages, and for pages that are gone, are shown nowhere.

One that an agency has words of its own for stays, so that these can be read and moved to its stage map.
"""

from django.db import migrations

CLEAN = """
DELETE FROM help_helptext h WHERE h.agency_id IS NULL AND h.kind = 'line'
   AND (h.place LIKE 'stage:ocg.stage:%' OR h.place IN ('page:ocg:close', 'page:pvp:close'))
   AND NOT EXISTS (
     SELECT 1 FROM help_helptext o WHERE o.place = h.place AND o.kind = 'line' AND o.agency_id IS NOT NULL)
"""


class Migration(migrations.Migration):
    dependencies = [("ocg", "0003_stages_are_moves"), ("help", "0001_initial")]

    operations = [migrations.RunSQL(CLEAN, migrations.RunSQL.noop)]
