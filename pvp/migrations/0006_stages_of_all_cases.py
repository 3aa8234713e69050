"""Case files that have no stage of a map yet are active, or closed."""

from django.db import migrations

# In a block, whose statements are planned as they run: a new database has no such rows and no functions yet.
PLACED = """
DO $$
DECLARE
  map frameworks_frameworkversion%ROWTYPE;
BEGIN
  IF NOT EXISTS (SELECT FROM records_record WHERE kind = 'pvp' AND stage_version_id IS NULL) THEN
    RETURN;
  END IF;
  SELECT v.* INTO map FROM frameworks_framework f JOIN frameworks_frameworkversion v ON v.id = f.current_id
   WHERE f.agency_id IS NULL AND f.kind = 'stage-map' AND f.code = 'case-stages';
  IF map.id IS NULL THEN
    RAISE EXCEPTION 'Case files have no stage, and their stage map is not loaded: migrate to the release before first.';
  END IF;
  UPDATE records_record
     SET stage = pam_stage_in(map.body, CASE WHEN closed_at IS NULL THEN 'active' ELSE 'closed' END),
         stage_version_id = map.id
   WHERE kind = 'pvp' AND stage_version_id IS NULL;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("pvp", "0001_squashed_2"),
        ("frameworks", "0001_squashed_2"),
        ("records", "0001_squashed_2"),
    ]

    operations = [migrations.RunSQL(PLACED)]
