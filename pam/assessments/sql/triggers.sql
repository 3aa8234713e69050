-- What is completed stays as it was completed, no matter who writes: a correction is another assessment. It is only
-- superseded, and a second assessor's grade is written beside it, once. What is discarded stays so.
CREATE OR REPLACE FUNCTION pam_assessment_stays() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  IF (OLD.framework_version_id, OLD.record_id, OLD.author_id, OLD.author_agency_id)
     IS DISTINCT FROM (NEW.framework_version_id, NEW.record_id, NEW.author_id, NEW.author_agency_id) THEN
    RAISE EXCEPTION 'an assessment keeps its framework, its record and its author' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = 'draft' THEN RETURN NEW; END IF;
  IF NEW.state IN ('draft', 'discarded') OR OLD.state = 'discarded' OR (OLD.state = 'superseded' AND NEW.state <> 'superseded')
     OR (OLD.waits_for <> NEW.waits_for AND NEW.waits_for <> '')
     OR (OLD."on", OLD.place, OLD.answers, OLD.comments, OLD.ticked, OLD.confidence, OLD.score, OLD.band, OLD.grade, OLD.reason, OLD.findings,
         OLD.completed_at, OLD.why_replaced)
     IS DISTINCT FROM
        (NEW."on", NEW.place, NEW.answers, NEW.comments, NEW.ticked, NEW.confidence, NEW.score, NEW.band, NEW.grade, NEW.reason, NEW.findings,
         NEW.completed_at, NEW.why_replaced)
     OR (OLD.second_at IS NOT NULL AND (OLD.second_grade, OLD.second_reason, OLD.second_by_id, OLD.second_at)
         IS DISTINCT FROM (NEW.second_grade, NEW.second_reason, NEW.second_by_id, NEW.second_at)) THEN
    RAISE EXCEPTION 'a completed assessment never changes' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_assessment_stays BEFORE UPDATE ON assessments_assessment
FOR EACH ROW EXECUTE FUNCTION pam_assessment_stays();
