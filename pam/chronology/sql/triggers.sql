-- An entry of a chronology stays as it was written, no matter who writes: it is struck out once, with a reason. One that
-- corrects another is of the same record, for the same agencies.
CREATE OR REPLACE FUNCTION pam_event_stays() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'an entry of a chronology is struck out, never changed' USING ERRCODE = 'check_violation';
END $$;
CREATE OR REPLACE TRIGGER pam_event_stays BEFORE UPDATE ON chronology_event FOR EACH ROW
WHEN ((OLD.record_id, OLD.author_id, OLD.author_agency_id, OLD.agencies, OLD.happened, OLD.until, OLD.about, OLD.between, OLD.time,
       OLD.first, OLD.last, OLD.what, OLD.details, OLD.kind, OLD.nature, OLD.source_agency, OLD.source_system, OLD.source_worker,
       OLD.significant, OLD.effect, OLD.impact, OLD.action_taken, OLD.outcome, OLD.child_seen, OLD.child_heard, OLD.late_reason)
      IS DISTINCT FROM
      (NEW.record_id, NEW.author_id, NEW.author_agency_id, NEW.agencies, NEW.happened, NEW.until, NEW.about, NEW.between, NEW.time,
       NEW.first, NEW.last, NEW.what, NEW.details, NEW.kind, NEW.nature, NEW.source_agency, NEW.source_system, NEW.source_worker,
       NEW.significant, NEW.effect, NEW.impact, NEW.action_taken, NEW.outcome, NEW.child_seen, NEW.child_heard, NEW.late_reason)
   OR OLD.struck_at IS NOT NULL AND (OLD.struck_at, OLD.struck_by_id, OLD.struck_reason)
      IS DISTINCT FROM (NEW.struck_at, NEW.struck_by_id, NEW.struck_reason))
EXECUTE FUNCTION pam_event_stays();
