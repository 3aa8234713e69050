-- The keys that tell the reader's agency nothing, for its supervisors, newest first. The text of one is said only to who may
-- see a person, place or object that has it.
CREATE OR REPLACE FUNCTION pam_muted_keys(most int)
RETURNS TABLE (uuid uuid, rule text, text text, records int, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT pam_has_role('{supervisor}') THEN RETURN; END IF;
  RETURN QUERY
    SELECT m.uuid, m.rule::text,
           CASE WHEN EXISTS (SELECT 1 FROM matching_matchkey k JOIN records_subject s ON s.id = k.subject_id
                              WHERE k.rule = m.rule AND k.text = m.text AND {{may_see_subject}}) THEN m.text::text ELSE '' END,
           m.records, m.since
      FROM matching_mutedkey m WHERE m.agency_id = pam_agency() ORDER BY m.since DESC, m.id DESC LIMIT most;
END $$;
