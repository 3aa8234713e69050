-- What the web role changes of a message is said in one's own name: an answer is given once, and stays.
CREATE OR REPLACE FUNCTION pam_contact_in_own_name() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.taken_by_id IS DISTINCT FROM OLD.taken_by_id AND NEW.taken_by_id IS NOT NULL AND NOT pam_is_me(NEW.taken_by_id) THEN
    RAISE EXCEPTION 'a message is taken in one''s own name' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.outcome <> '' AND (NEW.outcome, NEW.note, NEW.answered_by_id, NEW.answered_at, NEW.invitation_id)
     IS DISTINCT FROM (OLD.outcome, OLD.note, OLD.answered_by_id, OLD.answered_at, OLD.invitation_id) THEN
    RAISE EXCEPTION 'this message was answered' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF OLD.outcome = '' AND NEW.outcome <> '' AND NOT pam_is_me(NEW.answered_by_id) THEN
    RAISE EXCEPTION 'a message is answered in one''s own name' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.consent NOT IN ('', OLD.consent) THEN
    RAISE EXCEPTION 'only the person agrees' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_contact_in_own_name BEFORE UPDATE ON contact_contactrequest FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}}) EXECUTE FUNCTION pam_contact_in_own_name();
