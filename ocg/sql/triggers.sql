-- The list begins with the highest tier, which comes first in the list of tiers. No matter who writes.
CREATE OR REPLACE FUNCTION pam_ocg_priority() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE records_record r SET priority = v."order" FROM reference_referencevalue v
   WHERE v.id = NEW.tier_id AND r.id = NEW.record_ptr_id AND r.priority <> v."order";
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_ocg_priority AFTER INSERT OR UPDATE OF tier_id ON ocg_ocg
FOR EACH ROW EXECUTE FUNCTION pam_ocg_priority();

-- Tiers moved in their list move the records that bear them.
CREATE OR REPLACE FUNCTION pam_ocg_value_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE records_record r SET priority = NEW."order" FROM ocg_ocg o
   WHERE o.tier_id = NEW.id AND o.record_ptr_id = r.id AND r.priority <> NEW."order";
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_ocg_value_moved AFTER UPDATE OF "order" ON reference_referencevalue FOR EACH ROW
WHEN (OLD."order" <> NEW."order" AND NEW.listing = 'ocg.tier') EXECUTE FUNCTION pam_ocg_value_moved();

-- A second score only moves forward: begun with a second person's draft, settled once it is completed, moderated by one who
-- made neither. No matter who writes.
CREATE OR REPLACE FUNCTION pam_second_score_holds() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE web boolean := pam_asked_by_web(); one assessments_assessment; two assessments_assessment;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF; END IF;
  SELECT * INTO one FROM assessments_assessment a WHERE a.id = NEW.first_id;
  SELECT * INTO two FROM assessments_assessment a WHERE a.id = NEW.second_id;
  IF one.record_id <> NEW.record_id OR one.framework_version_id <> NEW.framework_version_id
     OR two.id IS NOT NULL AND two.checks_id IS DISTINCT FROM one.id THEN
    RAISE EXCEPTION 'a second score is of its record and of the first' USING ERRCODE = 'check_violation'; END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'waiting' OR NEW.second_id IS NOT NULL OR one.withheld_from IS NULL THEN
      RAISE EXCEPTION 'a second score waits first, and the first is withheld' USING ERRCODE = 'check_violation'; END IF;
    RETURN NEW; END IF;
  IF (OLD.first_id, OLD.why, OLD.since) IS DISTINCT FROM (NEW.first_id, NEW.why, NEW.since)
     OR OLD.state IN ('agreed', 'moderated', 'ended') AND (OLD.state, OLD.bands, OLD.points, OLD.decided, OLD.reason, OLD.decided_by_id)
        IS DISTINCT FROM (NEW.state, NEW.bands, NEW.points, NEW.decided, NEW.reason, NEW.decided_by_id)
     OR OLD.state <> NEW.state AND (OLD.state || ' ' || NEW.state) NOT IN ('waiting begun', 'waiting ended', 'begun agreed',
        'begun apart', 'apart moderated')
     OR NEW.state = 'begun' AND web AND coalesce(two.state, '') NOT IN ('draft', 'discarded')
     OR NEW.state IN ('agreed', 'apart') AND OLD.state = 'begun' AND two.state IS DISTINCT FROM 'completed' THEN
    RAISE EXCEPTION 'a second score only moves forward' USING ERRCODE = 'check_violation'; END IF;
  IF NEW.state = 'moderated' AND OLD.state = 'apart' AND EXISTS (
       SELECT 1 FROM access_membership m JOIN access_membership other ON other.user_id = m.user_id
        WHERE m.id = NEW.decided_by_id AND other.id IN (one.author_id, two.author_id)) THEN
    RAISE EXCEPTION 'who made a score does not moderate it' USING ERRCODE = 'check_violation'; END IF;
  IF web AND NEW.state = 'moderated' AND OLD.state = 'apart'
     AND NOT (pam_is_me(NEW.decided_by_id) AND pam_has_role('{score_moderator}')) THEN
    RAISE EXCEPTION 'a moderator decides in their own name' USING ERRCODE = 'insufficient_privilege'; END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_second_score_holds BEFORE INSERT OR UPDATE ON ocg_secondscore
FOR EACH ROW EXECUTE FUNCTION pam_second_score_holds();

-- What was set or declined of a tier stays as it was.
CREATE OR REPLACE FUNCTION pam_tier_move_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  IF OLD.state <> 'asked' AND (OLD.before_id, OLD.tier_id, OLD.proposed, OLD.follows, OLD.reason, OLD.state, OLD.decided_by_id)
     IS DISTINCT FROM (NEW.before_id, NEW.tier_id, NEW.proposed, NEW.follows, NEW.reason, NEW.state, NEW.decided_by_id)
     OR OLD.state = 'asked' AND (OLD.before_id, OLD.tier_id, OLD.reason) IS DISTINCT FROM (NEW.before_id, NEW.tier_id, NEW.reason) THEN
    RAISE EXCEPTION 'what became of a tier stays as it was' USING ERRCODE = 'check_violation'; END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_tier_move_stays BEFORE UPDATE ON ocg_tiermove
FOR EACH ROW EXECUTE FUNCTION pam_tier_move_stays();

-- What was taken out of the harm ledger stays as it was, no matter who writes.
CREATE OR REPLACE FUNCTION pam_harm_stays() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'what was taken out of the harm ledger stays as it was' USING ERRCODE = 'check_violation';
END $$;
CREATE OR REPLACE TRIGGER pam_harm_stays BEFORE UPDATE ON ocg_harmevent FOR EACH ROW
WHEN (OLD.taken_out <> '' AND (OLD.happened, OLD."on", OLD.what, OLD.place, OLD.kind_id, OLD.severity_id, OLD.harmed, OLD.community_id,
    OLD.children, OLD.source, OLD.taken_out) IS DISTINCT FROM (NEW.happened, NEW."on", NEW.what, NEW.place, NEW.kind_id,
    NEW.severity_id, NEW.harmed, NEW.community_id, NEW.children, NEW.source, NEW.taken_out))
EXECUTE FUNCTION pam_harm_stays();

-- What is claimed of a disruption is changed by people of the agency that submitted it, until it is assessed; then it stays.
-- Its state and level follow from the assessment of its round. No matter who writes.
CREATE OR REPLACE FUNCTION pam_disruption_holds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE web boolean := pam_asked_by_web(); claim_stays boolean := false; typing_stays boolean := false; own bigint;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
    claim_stays := (OLD."on", OLD.what, OLD.target, OLD.strand, OLD.claimed_id, OLD.claim_reason, OLD.lead_agency_id,
        OLD.contributors, OLD.evidence, OLD.agencies, OLD.submitted_at, OLD.round)
      IS NOT DISTINCT FROM (NEW."on", NEW.what, NEW.target, NEW.strand, NEW.claimed_id, NEW.claim_reason, NEW.lead_agency_id,
        NEW.contributors, NEW.evidence, NEW.agencies, NEW.submitted_at, NEW.round)
      -- A subject or an action that goes takes its name with it.
      AND (OLD.subject_id IS NOT DISTINCT FROM NEW.subject_id OR (NEW.subject_id IS NULL AND NOT web))
      AND (OLD.action_id IS NOT DISTINCT FROM NEW.action_id OR (NEW.action_id IS NULL AND NOT web));
    typing_stays := (OLD.typed_on, OLD.typed_by_id, OLD.typed_reference)
      IS NOT DISTINCT FROM (NEW.typed_on, NEW.typed_by_id, NEW.typed_reference);
    IF NEW.state <> 'submitted' AND NOT claim_stays OR NEW.state = 'submitted' AND OLD.state NOT IN ('submitted', 'returned') THEN
      RAISE EXCEPTION 'what was assessed stays as it was claimed' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.round <> OLD.round + (OLD.state = 'returned' AND NEW.state = 'submitted')::int THEN
      RAISE EXCEPTION 'a returned disruption is submitted again in the next round' USING ERRCODE = 'check_violation';
    END IF;
    IF web AND NEW.state = 'submitted' AND (NOT claim_stays OR OLD.state <> 'submitted')
       AND NEW.author_agency_id IS DISTINCT FROM pam_agency() THEN
      RAISE EXCEPTION 'a disruption is amended by people of the agency that submitted it' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF NEW.state <> 'submitted' AND (NEW.state, NEW.level_id) IS DISTINCT FROM (OLD.state, OLD.level_id) THEN
      PERFORM 1 FROM ocg_disruptionassessment a WHERE a.disruption_id = NEW.id AND a.round = NEW.round AND OLD.state = 'submitted'
        AND a.outcome = NEW.state AND a.level_id IS NOT DISTINCT FROM NEW.level_id;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'the state of a disruption follows from its assessment' USING ERRCODE = 'check_violation';
      END IF;
    END IF;
  ELSIF NEW.state <> 'submitted' OR NEW.round <> 1 OR NEW.typed_on IS NOT NULL THEN
    RAISE EXCEPTION 'a disruption is submitted first' USING ERRCODE = 'check_violation';
  END IF;
  SELECT r.agency_id INTO own FROM records_record r WHERE r.id = NEW.record_id;
  IF web AND TG_OP = 'UPDATE' AND NOT typing_stays AND NOT (pam_is_me(NEW.typed_by_id) AND own = pam_agency()) THEN
    RAISE EXCEPTION 'the agency that owns the record says in its own name what it typed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF EXISTS (SELECT 1 FROM records_subject s WHERE s.id = NEW.subject_id AND s.record_id <> NEW.record_id)
     OR EXISTS (SELECT 1 FROM actions_action a WHERE a.id = NEW.action_id AND a.record_id <> NEW.record_id) THEN
    RAISE EXCEPTION 'a disruption names what is in its record' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_disruption_holds BEFORE INSERT OR UPDATE ON ocg_disruption
FOR EACH ROW EXECUTE FUNCTION pam_disruption_holds();

-- Outputs are of their disruption's record, for the same agencies, and of people of the agency that submitted it; they stay
-- once it is assessed.
CREATE OR REPLACE FUNCTION pam_output_within() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  END IF;
  PERFORM 1 FROM ocg_disruption d WHERE d.id = NEW.disruption_id AND d.record_id = NEW.record_id
    AND d.agencies IS NOT DISTINCT FROM NEW.agencies AND d.state IN ('submitted', 'returned')
    AND (TG_OP = 'INSERT' OR OLD.disruption_id = NEW.disruption_id);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'outputs belong to a disruption that is not assessed yet' USING ERRCODE = 'check_violation';
  END IF;
  IF pam_asked_by_web() AND NOT EXISTS (
       SELECT 1 FROM ocg_disruption d WHERE d.id = NEW.disruption_id AND d.author_agency_id = pam_agency()) THEN
    RAISE EXCEPTION 'outputs are given by people of the agency that submitted it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_output_within BEFORE INSERT OR UPDATE ON ocg_disruptionoutput
FOR EACH ROW EXECUTE FUNCTION pam_output_within();

-- Another person assesses a disruption that waits, in their own name.
CREATE OR REPLACE FUNCTION pam_assessment_within() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE d ocg_disruption;
BEGIN
  SELECT * INTO d FROM ocg_disruption x WHERE x.id = NEW.disruption_id FOR UPDATE;
  IF d.id IS NULL OR d.record_id <> NEW.record_id OR d.agencies IS DISTINCT FROM NEW.agencies OR d.state <> 'submitted'
     OR d.round <> NEW.round OR d.author_id = NEW.author_id OR (NEW.outcome = 'agreed') IS DISTINCT FROM (NEW.level_id = d.claimed_id)
        AND NEW.outcome <> 'returned' THEN
    RAISE EXCEPTION 'another person assesses a disruption that waits' USING ERRCODE = 'check_violation';
  END IF;
  IF pam_asked_by_web() AND NOT (pam_is_me(NEW.author_id) AND pam_may_assess(d.record_id, d.author_id)) THEN
    RAISE EXCEPTION 'this disruption is for others to assess' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_assessment_within BEFORE INSERT ON ocg_disruptionassessment
FOR EACH ROW EXECUTE FUNCTION pam_assessment_within();

-- Exactly one of the types of crime is the main one. What a group is also known by is found by the search box.
CREATE OR REPLACE FUNCTION pam_ocg_main_crime() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF (NEW.crimes = '{}') IS DISTINCT FROM (NEW.main_crime_id IS NULL)
     OR NEW.main_crime_id IS NOT NULL AND NOT NEW.main_crime_id = ANY (NEW.crimes) THEN
    RAISE EXCEPTION 'one of the types of crime is the main one' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_ocg_main_crime BEFORE INSERT OR UPDATE OF crimes, main_crime_id ON ocg_ocg
FOR EACH ROW EXECUTE FUNCTION pam_ocg_main_crime();

CREATE OR REPLACE FUNCTION pam_ocg_known_by() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE words text := concat_ws(E'\n', array_to_string(NEW.aliases, E'\n'), nullif(NEW.operation_name, ''),
                                nullif(NEW.own_reference, ''), nullif(NEW.regional_reference, ''));
BEGIN
  UPDATE records_record r SET known_by = words WHERE r.id = NEW.record_ptr_id AND r.known_by <> words;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_ocg_known_by AFTER INSERT OR UPDATE OF aliases, operation_name, own_reference, regional_reference ON ocg_ocg
FOR EACH ROW EXECUTE FUNCTION pam_ocg_known_by();
