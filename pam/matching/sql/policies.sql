-- Asking without opening (pam/asking).

-- What was added or changed is compared later, by a job. One more row, whatever else is known; none is waited for.
CREATE OR REPLACE FUNCTION pam_subject_to_match() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO matching_matchqueueitem (subject_id, by_user, by_agency, quiet, at)
    VALUES (NEW.id, pam_user(), pam_agency(), false, clock_timestamp());
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_subject_added AFTER INSERT ON records_subject
FOR EACH ROW EXECUTE FUNCTION pam_subject_to_match();
CREATE OR REPLACE TRIGGER pam_subject_changed AFTER UPDATE ON records_subject FOR EACH ROW
WHEN ((OLD.kind, OLD.name, OLD.born, OLD.details) IS DISTINCT FROM (NEW.kind, NEW.name, NEW.born, NEW.details))
EXECUTE FUNCTION pam_subject_to_match();

REVOKE ALL ON matching_matchqueueitem, matching_matchkey FROM pam_web;

-- A match: seen by who was told and by the owning agency's people who manage the record, if they see its subject.
DROP POLICY IF EXISTS pam_reader ON matching_match;
CREATE POLICY pam_reader ON matching_match FOR SELECT TO pam_web
  USING ((pam_is_me(told_id) OR (record_agency_id = pam_agency() AND pam_level(record_id) >= 4))
         AND EXISTS (SELECT 1 FROM records_subject s WHERE s.id = known_id));
DROP POLICY IF EXISTS pam_changer ON matching_match;
CREATE POLICY pam_changer ON matching_match FOR UPDATE TO pam_web
  USING (state = 'new' AND (pam_is_me(told_id) OR (record_agency_id = pam_agency() AND pam_level(record_id) >= 4))
         AND EXISTS (SELECT 1 FROM records_subject s WHERE s.id = known_id))
  WITH CHECK (state <> 'new' AND pam_is_me(answered_by_id));
GRANT UPDATE (state, note, answered_by_id, answered_at) ON matching_match TO pam_web;
