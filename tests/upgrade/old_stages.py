"""Groups and cases of the dump as they were before there were stage maps.

For the migrations `0017_old_stages` of ocg and `0006_stages_of_all_cases` of pvp: goes with them.
"""

# The old stage, where a group is put, and the line that keeps the word.
OLD = {
    "Nominated": ("trigger", "Stage: Trigger (recorded as “Nominated” before)"),
    "Mapped": ("mapped", None),
    "Active plan": ("active", "Stage: Active (recorded as “Active plan” before)"),
    "Disrupted": ("monitored", "Stage: Monitored (recorded as “Disrupted” before)"),
    "Dormant": ("monitored", "Stage: Monitored (recorded as “Dormant” before)"),
    "Plan in work": ("active", "Stage: Active (recorded as “Plan in work” before)"),  # an agency's own
    "Archived": ("archived", None),  # closed
}
MADE = """
RESET search_path;
INSERT INTO reference_referencevalue (uuid, listing, code, label, meaning, colour, "order", retired,
                                      protected, version, agency_id)
SELECT gen_random_uuid(), 'ocg.stage', code, label, '', '', place, false, false, 1,
       CASE code WHEN 'in-work' THEN (SELECT min(id) FROM access_agency) END
  FROM (VALUES ('nominated', 'Nominated', 0), ('mapped', 'Mapped', 1), ('active', 'Active plan', 2),
               ('disrupted', 'Disrupted', 3), ('dormant', 'Dormant', 4), ('in-work', 'Plan in work', 2),
               ('archived', 'Archived', 5)) v(code, label, place);
UPDATE ocg_ocg o SET stage_id = v.id
  FROM (SELECT *, row_number() OVER (ORDER BY id) AS n FROM reference_referencevalue
         WHERE listing = 'ocg.stage') v
  JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM records_record
         WHERE kind = 'ocg' AND closed_at IS NULL) r ON r.n = v.n
 WHERE o.record_ptr_id = r.id;
UPDATE records_record r
   SET stage = '', stage_version_id = NULL,
       closed_at = CASE v.code WHEN 'archived' THEN greatest(r.opened_at, now()) END
  FROM ocg_ocg o JOIN reference_referencevalue v ON v.id = o.stage_id WHERE o.record_ptr_id = r.id;
INSERT INTO ocg_historicalocg
SELECT (jsonb_populate_record(h, jsonb_build_object(
          'stage_id', o.stage_id, 'history_id', 10000000 + h.history_id,
          'history_date', '2025-03-04 09:00Z'))).*
  FROM ocg_historicalocg h JOIN ocg_ocg o ON o.record_ptr_id = h.record_ptr_id
 WHERE o.stage_id IS NOT NULL;
UPDATE records_record r
   SET stage = '', stage_version_id = NULL,
       closed_at = CASE n WHEN 1 THEN greatest(r.opened_at, now()) ELSE r.closed_at END
  FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM records_record WHERE kind = 'pvp') x
 WHERE x.id = r.id;
"""
# Of each group: its old stage as a line says, where it is now, and the line that keeps the last word.
FOUND = """
SELECT replace(h.title, 'Stage before there were maps: ', ''), r.stage, l.title
  FROM records_entry h JOIN records_record r ON r.id = h.record_id
  LEFT JOIN records_entry l ON l.record_id = r.id AND l.title LIKE 'Stage: %% (recorded as %% before)'
 WHERE h.title LIKE 'Stage before there were maps: %%' AND h.happened_at = '2025-03-04 09:00Z'
"""
# Lines without a row in their history.
NOT_KEPT = """
SELECT count(*) FROM records_entry e
 WHERE (e.title LIKE 'Stage before there were maps: %%' OR e.title LIKE 'Stage: %% (recorded as %% before)')
   AND NOT EXISTS (SELECT FROM records_historicalentry h WHERE h.id = e.id AND h.history_type = '+')
"""
CASES = """
SELECT DISTINCT stage, closed_at IS NOT NULL FROM records_record WHERE kind = 'pvp' ORDER BY 1
"""
