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

-- Who owns an action and can only view its record says how it ended, accepts or declines it, or hands it on within
-- their agency; and changes nothing else of it.
CREATE OR REPLACE FUNCTION pam_owner_reports() RETURNS trigger LANGUAGE plpgsql
AS $$
DECLARE
  changed text[] := ARRAY(
    SELECT n.key FROM jsonb_each(to_jsonb(NEW)) n WHERE n.value IS DISTINCT FROM to_jsonb(OLD) -> n.key
      AND n.key <> ALL ('{version,updated,search,readers,marking,lapses_at,narrowed}'::text[]));
BEGIN
  IF OLD.status = 'open' AND (
    cardinality(changed) = 0
    OR (NEW.status IN ('done', 'impossible', 'not_done') AND changed <@ '{status,outcome,ended_at,evidence,evidence_document_id}')
    OR (OLD.acceptance = 'offered' AND NEW.acceptance IN ('accepted', 'declined') AND changed <@ '{acceptance,answer}')
    OR (changed && '{owner_id,owner_team_id,holder}' AND NEW.acceptance <> 'declined' AND NEW.answer = ''
        AND NEW.owner_agency_id = OLD.owner_agency_id
        AND (NEW.owner_id IS NULL OR EXISTS (
          SELECT 1 FROM access_membership m WHERE m.id = NEW.owner_id AND m.agency_id = NEW.owner_agency_id))
        AND (NEW.owner_team_id IS NULL OR EXISTS (
          SELECT 1 FROM access_team t WHERE t.id = NEW.owner_team_id AND t.agency_id = NEW.owner_agency_id))
        AND changed <@ '{owner_id,owner_team_id,holder,acceptance,answer}')
  ) THEN
    RETURN NEW;
  END IF;
  IF pam_level(NEW.record_id) < {{CONTRIBUTE}} THEN
    RAISE EXCEPTION 'an action''s owner reports on it and changes nothing else' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_owner_reports BEFORE UPDATE ON actions_action FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}}) EXECUTE FUNCTION pam_owner_reports();

-- An action sends people to what is in its record. No matter who writes.
CREATE OR REPLACE FUNCTION pam_action_visit_within() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM records_subject s WHERE s.id = NEW.visit_id AND s.record_id = NEW.record_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'an action sends people to what is in its record' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_action_visit_within BEFORE INSERT OR UPDATE OF visit_id, record_id ON actions_action
FOR EACH ROW WHEN (NEW.visit_id IS NOT NULL) EXECUTE FUNCTION pam_action_visit_within();

-- A step is of its action's record and for the same agencies; it is added by the owner of the action, and by people who
-- may change the action.
CREATE OR REPLACE FUNCTION pam_step_within() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM 1 FROM actions_action a WHERE a.id = NEW.action_id AND a.record_id = NEW.record_id
    AND a.agencies IS NOT DISTINCT FROM NEW.agencies
    AND (pam_owns(a.owner_id, a.owner_team_id, a.owner_agency_id) OR pam_level(a.record_id) >=
      CASE WHEN pam_agency() IN (a.author_agency_id, a.owner_agency_id) THEN {{CONTRIBUTE}} ELSE {{MANAGE}} END);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a step is added by people who may change its action' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_step_within BEFORE INSERT OR UPDATE OF action_id, record_id, agencies ON actions_actionstep
FOR EACH ROW WHEN (current_user = {{WEB_ROLE}}) EXECUTE FUNCTION pam_step_within();
