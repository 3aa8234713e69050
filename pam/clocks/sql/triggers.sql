-- What a clock was started with stays, no matter who writes; when it is due changes only with its start or its version, and
-- an end is changed only by running on.
CREATE OR REPLACE FUNCTION pam_clock_stays() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  IF (OLD.record_id, OLD.author_id, OLD.author_agency_id, OLD.event, OLD.by_hand)
     IS DISTINCT FROM (NEW.record_id, NEW.author_id, NEW.author_agency_id, NEW.event, NEW.by_hand) THEN
    RAISE EXCEPTION 'a clock keeps its record, its author and what started it' USING ERRCODE = 'check_violation';
  END IF;
  IF (OLD.started_at, OLD.framework_version_id) IS NOT DISTINCT FROM (NEW.started_at, NEW.framework_version_id)
     AND (OLD.due, OLD.warn_from) IS DISTINCT FROM (NEW.due, NEW.warn_from) THEN
    RAISE EXCEPTION 'a clock is due by its start and its version' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state <> 'running' AND NEW.state <> 'running'
     AND (OLD.state, OLD.started_at, OLD.framework_version_id, OLD.ended_at, OLD.recorded_at, OLD.ended_by_id, OLD.reason, OLD.late_reason)
     IS DISTINCT FROM
         (NEW.state, NEW.started_at, NEW.framework_version_id, NEW.ended_at, NEW.recorded_at, NEW.ended_by_id, NEW.reason, NEW.late_reason) THEN
    RAISE EXCEPTION 'a clock that has ended stays as it ended' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_clock_stays BEFORE UPDATE ON clocks_clock
FOR EACH ROW EXECUTE FUNCTION pam_clock_stays();
