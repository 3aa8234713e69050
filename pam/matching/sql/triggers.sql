-- Asking without opening (pam/matching).

-- What was added or changed is compared later, by a job. One more row, whatever else is known; none is waited for.
CREATE OR REPLACE FUNCTION pam_subject_to_match() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO matching_matchqueueitem (subject_id, by_user, by_agency, {{OTHER_COLUMNS}})
    VALUES (NEW.id, pam_user(), pam_agency(), {{THEIR_DEFAULTS}});
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_subject_added AFTER INSERT ON records_subject
FOR EACH ROW EXECUTE FUNCTION pam_subject_to_match();
CREATE OR REPLACE TRIGGER pam_subject_changed AFTER UPDATE ON records_subject FOR EACH ROW
WHEN ((OLD.kind, OLD.name, OLD.born, OLD.details) IS DISTINCT FROM (NEW.kind, NEW.name, NEW.born, NEW.details))
EXECUTE FUNCTION pam_subject_to_match();

-- The same for a name, an address or a number of a subject.
CREATE OR REPLACE FUNCTION pam_particular_to_match() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO matching_matchqueueitem (subject_id, by_user, by_agency, {{OTHER_COLUMNS}})
    VALUES (NEW.subject_id, pam_user(), pam_agency(), {{THEIR_DEFAULTS}});
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_particular_added AFTER INSERT ON subjects_particular
FOR EACH ROW EXECUTE FUNCTION pam_particular_to_match();
CREATE OR REPLACE TRIGGER pam_particular_changed AFTER UPDATE ON subjects_particular FOR EACH ROW
WHEN ((OLD.subject_id, OLD.type, OLD.number_kind_id, OLD.value, OLD.removed_at, OLD.agencies)
      IS DISTINCT FROM (NEW.subject_id, NEW.type, NEW.number_kind_id, NEW.value, NEW.removed_at, NEW.agencies))
EXECUTE FUNCTION pam_particular_to_match();

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
