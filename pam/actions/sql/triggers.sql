CREATE OR REPLACE FUNCTION pam_action_search() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN NEW.search := to_tsvector('english', NEW.title || ' ' || coalesce(NEW.details, '')); RETURN NEW; END $$;
CREATE OR REPLACE TRIGGER pam_action_search BEFORE INSERT OR UPDATE ON actions_action
FOR EACH ROW EXECUTE FUNCTION pam_action_search();

-- A report moves its action: done, not possible, or open again after all.
CREATE OR REPLACE FUNCTION pam_sanitised_reported() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE actions_sanitisedaction SET state = CASE NEW.kind WHEN 'progress' THEN 'open' ELSE NEW.kind END
   WHERE id = NEW.about_id AND state IN ('open', 'done', 'declined');
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_sanitised_reported AFTER INSERT ON actions_sanitisedreport
FOR EACH ROW EXECUTE FUNCTION pam_sanitised_reported();
