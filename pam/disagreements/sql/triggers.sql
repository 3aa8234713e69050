-- A step is of an escalation of its record, for the same agencies, and written once. A merge moves both.
CREATE OR REPLACE FUNCTION pam_escalation_step_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
    IF (OLD.title, OLD.text) IS DISTINCT FROM (NEW.title, NEW.text)
       OR pam_asked_by_web() AND (OLD.escalation_id, OLD.record_id, OLD.agencies)
         IS DISTINCT FROM (NEW.escalation_id, NEW.record_id, NEW.agencies) THEN
      RAISE EXCEPTION 'a step of an escalation is written once' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  PERFORM 1 FROM disagreements_escalation e WHERE e.id = NEW.escalation_id AND e.record_id = NEW.record_id
    AND e.agencies IS NOT DISTINCT FROM NEW.agencies;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'it is a step of an escalation, for the same agencies' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_escalation_step_stays BEFORE INSERT OR UPDATE ON disagreements_escalationstep
FOR EACH ROW EXECUTE FUNCTION pam_escalation_step_stays();

-- An escalation stays one of the same decision between the same agencies; a settled one stays settled.
CREATE OR REPLACE FUNCTION pam_escalation_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  IF (OLD.title, OLD.why) IS DISTINCT FROM (NEW.title, NEW.why)
     OR OLD.settled_on IS NOT NULL AND (OLD.settled_on, OLD.outcome, OLD.stage_id, OLD.due)
       IS DISTINCT FROM (NEW.settled_on, NEW.outcome, NEW.stage_id, NEW.due)
     OR pam_asked_by_web() AND (OLD.with_agency_id, OLD.agencies) IS DISTINCT FROM (NEW.with_agency_id, NEW.agencies) THEN
    RAISE EXCEPTION 'an escalation stays one of the same decision' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_escalation_stays BEFORE UPDATE ON disagreements_escalation
FOR EACH ROW EXECUTE FUNCTION pam_escalation_stays();

-- What was asked, what was decided and why stays as it was written; its reviews are lines of the chronology.
CREATE OR REPLACE FUNCTION pam_not_shared_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  IF (OLD.asked_by, OLD.asked_on, OLD.what, OLD.reason, OLD.harms_more, OLD.basis_id, OLD.decided_by, OLD.decided_on)
     IS DISTINCT FROM (NEW.asked_by, NEW.asked_on, NEW.what, NEW.reason, NEW.harms_more, NEW.basis_id, NEW.decided_by, NEW.decided_on)
     OR OLD.ended_on IS NOT NULL AND (OLD.ended_on, OLD.end_words) IS DISTINCT FROM (NEW.ended_on, NEW.end_words) THEN
    RAISE EXCEPTION 'a decision not to share stays as it was made' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_not_shared_stays BEFORE UPDATE ON disagreements_notshared
FOR EACH ROW EXECUTE FUNCTION pam_not_shared_stays();
