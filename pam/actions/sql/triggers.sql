CREATE OR REPLACE FUNCTION pam_action_search() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.search IS NULL OR TG_OP = 'INSERT'
     OR (OLD.title, OLD.details, OLD.identifiers) IS DISTINCT FROM (NEW.title, NEW.details, NEW.identifiers) THEN
    NEW.search := pam_prose(pam_fold(NEW.title || ' ' || coalesce(NEW.details, '')))
               || array_to_tsvector(coalesce(NEW.identifiers, '{}')::text[]);
  END IF;
  RETURN NEW;
END $$;
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

-- Codes of actions; a sanitised action draws the code that the action behind it takes over.
CREATE OR REPLACE TRIGGER pam_set_code BEFORE INSERT ON actions_action
FOR EACH ROW WHEN (NEW.code = '') EXECUTE FUNCTION pam_set_code('A', 'author_agency_id');
CREATE OR REPLACE TRIGGER pam_set_code BEFORE INSERT ON actions_sanitisedaction
FOR EACH ROW WHEN (NEW.code = '') EXECUTE FUNCTION pam_set_code('A', 'given_by_agency_id');

-- Who owns an action and can only view its record says that it is done, and changes nothing else of it.
CREATE OR REPLACE FUNCTION pam_owner_reports() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF pam_level(NEW.record_id) < {{CONTRIBUTE}} THEN
    RAISE EXCEPTION 'an action''s owner reports on it and changes nothing else' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_owner_reports BEFORE UPDATE ON actions_action FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}} AND (
  to_jsonb(OLD) - '{status,outcome,ended_at,version,updated,search,readers,marking,lapses_at,narrowed}'::text[]
  IS DISTINCT FROM
  to_jsonb(NEW) - '{status,outcome,ended_at,version,updated,search,readers,marking,lapses_at,narrowed}'::text[]
  OR (OLD.status, NEW.status) NOT IN (('open', 'done'), ('open', 'open'))
  OR (NEW.status = 'open' AND (OLD.outcome, OLD.ended_at) IS DISTINCT FROM (NEW.outcome, NEW.ended_at))))
EXECUTE FUNCTION pam_owner_reports();
