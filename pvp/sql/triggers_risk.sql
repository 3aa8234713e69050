-- A high risk that was seen stays as it was seen, and keeps what raised it, no matter who writes.
CREATE OR REPLACE FUNCTION pam_high_risk_stays() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a high risk keeps what raised it, and what was seen of it' USING ERRCODE = 'check_violation';
END $$;
CREATE OR REPLACE TRIGGER pam_high_risk_stays BEFORE UPDATE ON pvp_highrisk FOR EACH ROW
WHEN ((OLD.record_id, OLD.author_id, OLD.assessment_id, OLD.grade, OLD.raised_at, OLD.due)
      IS DISTINCT FROM (NEW.record_id, NEW.author_id, NEW.assessment_id, NEW.grade, NEW.raised_at, NEW.due)
   OR OLD.seen_at IS NOT NULL AND (OLD.seen_at, OLD.seen_by_id, OLD.seen_note) IS DISTINCT FROM (NEW.seen_at, NEW.seen_by_id, NEW.seen_note))
EXECUTE FUNCTION pam_high_risk_stays();

-- What was referred to a MARAC stays as it was referred, by the rules of its day, no matter who writes; what is withdrawn stays so.
CREATE OR REPLACE FUNCTION pam_marac_stays() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a referral stays as it was referred' USING ERRCODE = 'check_violation';
END $$;
CREATE OR REPLACE TRIGGER pam_marac_stays BEFORE UPDATE ON pvp_maracreferral FOR EACH ROW
WHEN ((OLD.record_id, OLD.author_id, OLD.agencies, OLD.framework_version_id, OLD.victim_id, OLD.perpetrator_id, OLD.others, OLD.criteria,
       OLD.judgement, OLD.reason, OLD.wants, OLD.safe_to_tell, OLD.consent, OLD.ground, OLD.referred_on, OLD.last_on)
      IS DISTINCT FROM
      (NEW.record_id, NEW.author_id, NEW.agencies, NEW.framework_version_id, NEW.victim_id, NEW.perpetrator_id, NEW.others, NEW.criteria,
       NEW.judgement, NEW.reason, NEW.wants, NEW.safe_to_tell, NEW.consent, NEW.ground, NEW.referred_on, NEW.last_on)
   OR OLD.withdrawn_at IS NOT NULL AND (OLD.withdrawn_at, OLD.withdrawn_reason) IS DISTINCT FROM (NEW.withdrawn_at, NEW.withdrawn_reason))
EXECUTE FUNCTION pam_marac_stays();

-- Who contributes and neither wrote a referral nor manages its case says that a list has it or heard it, and nothing else of
-- it: the people who keep a list are often of another agency.
CREATE OR REPLACE FUNCTION pam_marac_listed() RETURNS trigger LANGUAGE plpgsql
AS $$
DECLARE
  needed int := CASE WHEN OLD.author_agency_id = pam_agency() THEN {{CONTRIBUTE}} ELSE {{MANAGE}} END;
  changed text[] := ARRAY(
    SELECT n.key FROM jsonb_each(to_jsonb(NEW)) n WHERE n.value IS DISTINCT FROM to_jsonb(OLD) -> n.key
      AND n.key <> ALL ('{version,updated,readers,marking,lapses_at}'::text[]));
BEGIN
  IF pam_level(OLD.record_id) >= needed
     OR changed <@ '{taken,heard_on,flag_until,tell_by,told,told_on,told_by,told_how}' AND (changed <@ '{taken}' OR NEW.told = '' AND NEW.heard_on IS NOT NULL) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'who keeps a list says that it has a referral or heard it, and changes nothing else' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE OR REPLACE TRIGGER pam_marac_listed BEFORE UPDATE ON pvp_maracreferral FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}}) EXECUTE FUNCTION pam_marac_listed();

-- Graded information stays as it was written, no matter who writes: it is withdrawn once, with a reason.
CREATE OR REPLACE FUNCTION pam_graded_stays() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'graded information stays as it was written' USING ERRCODE = 'check_violation';
END $$;
CREATE OR REPLACE TRIGGER pam_graded_stays BEFORE UPDATE ON pvp_gradedinformation FOR EACH ROW
WHEN ((OLD.record_id, OLD.author_id, OLD.agencies, OLD."on", OLD.text, OLD.source, OLD.assessment, OLD.handling, OLD.conditions, OLD.log_reference)
      IS DISTINCT FROM
      (NEW.record_id, NEW.author_id, NEW.agencies, NEW."on", NEW.text, NEW.source, NEW.assessment, NEW.handling, NEW.conditions, NEW.log_reference)
   OR OLD.withdrawn_at IS NOT NULL AND (OLD.withdrawn_at, OLD.withdrawn_reason) IS DISTINCT FROM (NEW.withdrawn_at, NEW.withdrawn_reason))
EXECUTE FUNCTION pam_graded_stays();
