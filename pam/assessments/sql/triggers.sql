-- What is completed stays as it was completed, no matter who writes: a correction is another assessment. It is only
-- superseded, and a second assessor's grade is written beside it, once. What is discarded stays so.
CREATE OR REPLACE FUNCTION pam_assessment_stays() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  IF (OLD.framework_version_id, OLD.record_id, OLD.author_id, OLD.author_agency_id, OLD.checks_id)
     IS DISTINCT FROM (NEW.framework_version_id, NEW.record_id, NEW.author_id, NEW.author_agency_id, NEW.checks_id)
     AND (pam_asked_by_web() OR NEW.checks_id IS NOT NULL OR OLD.checks_id IS NOT DISTINCT FROM NEW.checks_id) THEN
    RAISE EXCEPTION 'an assessment keeps its framework, its record and its author' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = 'draft' THEN RETURN NEW; END IF;
  IF NEW.state IN ('draft', 'discarded') OR OLD.state = 'discarded' OR (OLD.state = 'superseded' AND NEW.state <> 'superseded')
     OR (OLD.waits_for <> NEW.waits_for AND NEW.waits_for <> '')
     OR (OLD."on", OLD.place, OLD.asked_by, OLD.alone, OLD.interpreter, OLD.answers, OLD.comments, OLD.ticked,
         OLD.confidence, OLD.score, OLD.band, OLD.grade, OLD.reason, OLD.findings,
         OLD.completed_at, OLD.why_replaced)
     IS DISTINCT FROM
        (NEW."on", NEW.place, NEW.asked_by, NEW.alone, NEW.interpreter, NEW.answers, NEW.comments, NEW.ticked,
         NEW.confidence, NEW.score, NEW.band, NEW.grade, NEW.reason, NEW.findings,
         NEW.completed_at, NEW.why_replaced)
     OR (OLD.second_at IS NOT NULL AND (OLD.second_grade, OLD.second_reason, OLD.second_by_id, OLD.second_at)
         IS DISTINCT FROM (NEW.second_grade, NEW.second_reason, NEW.second_by_id, NEW.second_at)) THEN
    RAISE EXCEPTION 'a completed assessment never changes' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_assessment_stays BEFORE UPDATE ON assessments_assessment
FOR EACH ROW EXECUTE FUNCTION pam_assessment_stays();

-- A second person makes an assessment again, blind: another than its author, on the same version, for the same agencies, who
-- did not open it (pam_may_check). No matter who writes.
CREATE OR REPLACE FUNCTION pam_assessment_checks() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE first assessments_assessment;
BEGIN
  SELECT * INTO first FROM assessments_assessment a WHERE a.id = NEW.checks_id;
  IF first.id IS NULL OR first.record_id <> NEW.record_id OR first.framework_version_id <> NEW.framework_version_id
     OR first.agencies IS DISTINCT FROM NEW.agencies OR first.checks_id IS NOT NULL OR first.withheld_from IS NULL
     OR EXISTS (SELECT 1 FROM access_membership one JOIN access_membership other ON other.user_id = one.user_id
                 WHERE one.id = first.author_id AND other.id = NEW.author_id) THEN
    RAISE EXCEPTION 'another person makes a withheld assessment, on the same version' USING ERRCODE = 'check_violation';
  END IF;
  IF pam_asked_by_web() AND NOT pam_may_check(first.id) THEN
    RAISE EXCEPTION 'who has opened an assessment does not make it blind' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_assessment_checks BEFORE INSERT ON assessments_assessment FOR EACH ROW
WHEN (NEW.checks_id IS NOT NULL) EXECUTE FUNCTION pam_assessment_checks();

-- Once the second is completed, the first is withheld from nobody. The second can't do so itself: it is withheld from them.
CREATE OR REPLACE FUNCTION pam_assessment_shown() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE assessments_assessment SET withheld_from = NULL WHERE id = NEW.checks_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_assessment_shown AFTER UPDATE OF state ON assessments_assessment FOR EACH ROW
WHEN (NEW.checks_id IS NOT NULL AND OLD.state = 'draft' AND NEW.state = 'completed') EXECUTE FUNCTION pam_assessment_shown();
