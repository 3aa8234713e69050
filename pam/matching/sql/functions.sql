-- The keys that tell the reader's agency nothing, for its supervisors, newest first. The text of one is said only to who may
-- see a person, place or object that has it: `seen_in` is the record of the first of these.
CREATE OR REPLACE FUNCTION pam_muted_keys(most int)
RETURNS TABLE (uuid uuid, rule text, text text, records int, since timestamptz, seen_in bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT pam_has_role('{supervisor}') THEN RETURN; END IF;
  RETURN QUERY
    SELECT m.uuid, m.rule::text, CASE WHEN known.record_id IS NULL THEN '' ELSE m.text::text END, m.records, m.since, known.record_id
      FROM matching_mutedkey m LEFT JOIN LATERAL (
        SELECT s.record_id FROM matching_matchkey k JOIN records_subject s ON s.id = k.subject_id
         WHERE k.rule = m.rule AND k.text = m.text AND {{may_see_subject}}
           AND (k.particular_id IS NULL
                OR EXISTS (SELECT 1 FROM subjects_particular p WHERE p.id = k.particular_id AND {{may_see_particular}})) ORDER BY s.id LIMIT 1) known ON true
     WHERE m.agency_id = pam_agency() ORDER BY m.since DESC, m.id DESC LIMIT most;
END $$;
