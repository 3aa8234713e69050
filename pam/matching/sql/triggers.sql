-- Asking without opening (pam/matching).

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

-- What is muted goes with the last subject that has it: nothing of an erased record stays.
CREATE OR REPLACE FUNCTION pam_unmute() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  DELETE FROM matching_mutedkey m WHERE m.rule = OLD.rule AND m.text = OLD.text
    AND NOT EXISTS (SELECT 1 FROM matching_matchkey k WHERE k.rule = OLD.rule AND k.text = OLD.text);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_key_gone AFTER DELETE ON matching_matchkey FOR EACH ROW EXECUTE FUNCTION pam_unmute();
