"""Groups that have no stage of a map yet are put at the one that took the place of theirs. What their stage
was called is in the chronology from now on, each change at its own time.

Its column stays in the database for this release: the release before still writes it until it is stopped. The
next release drops it (docs/row-security.md, "A column to drop").
"""

from django.db import migrations

# A line for each: its record, words, time and the person who changed it, if known.
LINES = """
  WITH line AS ({lines}),
  said AS (
    INSERT INTO records_entry (uuid, record_id, author_id, author_agency_id, created, updated, version, kind,
                               happened_at, time_known, title, text)
    SELECT gen_random_uuid(), r.id, coalesce(m.id, f.author_id), coalesce(m.agency_id, f.author_agency_id),
           now(), now(), 1, 'change', l.at, true, left(l.title, 200), ''
      FROM line l JOIN records_record r ON r.id = l.record_id
      CROSS JOIN LATERAL (SELECT e.author_id, e.author_agency_id FROM records_entry e
                           WHERE e.record_id = r.id ORDER BY e.id LIMIT 1) f
      LEFT JOIN LATERAL (SELECT x.id, x.agency_id FROM access_membership x
                          WHERE x.user_id = l.changed_by AND x.agency_id = r.agency_id ORDER BY x.id LIMIT 1) m ON true
     ORDER BY l.at, r.id
    RETURNING records_entry AS kept)
  SELECT count(pam_keep_records_entry(kept, '+', 'Stages are of a map')) INTO said_of FROM said;
"""
PLACED = """
    SELECT p.id AS record_id, 'Stage: ' || (s ->> 'label') || ' (recorded as “' || p.before || '” before)' AS title,
           now() AS at, NULL::bigint AS changed_by
      FROM placed p, jsonb_array_elements(map.body -> 'stages') s
     WHERE s ->> 'code' = p.stage AND p.before <> '' AND lower(p.before) <> lower(s ->> 'label')
"""
CHANGED = """
    SELECT h.record_ptr_id AS record_id, 'Stage before there were maps: ' || v.label AS title,
           h.history_date AS at, h.history_user_id AS changed_by
      FROM (SELECT *, lag(stage_id) OVER (PARTITION BY record_ptr_id ORDER BY history_id) AS was
              FROM ocg_historicalocg) h
      JOIN reference_referencevalue v ON v.id = h.stage_id
     WHERE h.stage_id IS DISTINCT FROM h.was
"""
# In a block, whose statements are planned as they run: a new database has neither such rows nor functions yet.
# An old stage of an agency's own counts as the shipped one before it.
MOVED_OVER = f"""
DO $$
DECLARE
  map frameworks_frameworkversion%ROWTYPE;
  said_of bigint;
BEGIN
  IF EXISTS (SELECT FROM ocg_historicalocg WHERE stage_id IS NOT NULL) THEN
    {LINES.format(lines=CHANGED)}
  END IF;
  IF NOT EXISTS (SELECT FROM records_record WHERE kind = 'ocg' AND stage_version_id IS NULL) THEN
    RETURN;
  END IF;
  SELECT v.* INTO map FROM frameworks_framework f JOIN frameworks_frameworkversion v ON v.id = f.current_id
   WHERE f.agency_id IS NULL AND f.kind = 'stage-map' AND f.code = 'ocg-stages';
  IF map.id IS NULL THEN
    RAISE EXCEPTION 'Groups have no stage, and their stage map is not loaded: migrate to the release before first.';
  END IF;
  CREATE TEMPORARY TABLE placed ON COMMIT DROP AS
  SELECT r.id, coalesce(v.label, '') AS before, pam_stage_in(map.body, CASE
           WHEN r.closed_at IS NOT NULL THEN 'archived'
           ELSE CASE coalesce(b.code, 'nominated') WHEN 'nominated' THEN 'trigger' WHEN 'disrupted' THEN 'monitored'
             WHEN 'dormant' THEN 'monitored' WHEN 'archived' THEN 'monitored' ELSE b.code END END) AS stage
    FROM records_record r JOIN ocg_ocg o ON o.record_ptr_id = r.id
    LEFT JOIN reference_referencevalue v ON v.id = o.stage_id
    LEFT JOIN LATERAL (SELECT w.code FROM reference_referencevalue w
         WHERE w.listing = 'ocg.stage' AND w.agency_id IS NULL
           AND (w.id = v.id OR v.agency_id IS NOT NULL AND w."order" <= v."order")
           AND w.code IN ('nominated', 'mapped', 'active', 'disrupted', 'dormant', 'archived')
         ORDER BY w.id = v.id DESC, w."order" DESC LIMIT 1) b ON true
   WHERE r.kind = 'ocg' AND r.stage_version_id IS NULL;
  UPDATE records_record r SET stage = p.stage, stage_version_id = map.id FROM placed p WHERE r.id = p.id;
  {LINES.format(lines=PLACED)}
END $$
"""


class Migration(migrations.Migration):
    dependencies = [
        ("ocg", "0001_squashed_2"),
        ("frameworks", "0001_squashed_2"),
        ("records", "0001_squashed_2"),
    ]

    operations = [
        migrations.RunSQL(MOVED_OVER),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField("ocg", "old_stage"),
                migrations.RemoveField("historicalocg", "old_stage"),
            ]
        ),
    ]
