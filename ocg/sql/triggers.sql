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

-- What belongs to a plan is of its record, and for its agencies or fewer; what is said of an empty strand for the same.
CREATE OR REPLACE FUNCTION pam_plan_part_within() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE p ocg_plan;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  END IF;
  SELECT * INTO p FROM ocg_plan x WHERE x.id = NEW.plan_id;
  IF p.id IS NULL OR p.record_id <> NEW.record_id OR TG_OP = 'UPDATE' AND OLD.plan_id <> NEW.plan_id
     OR p.agencies IS NOT NULL AND (NEW.agencies IS NULL OR NOT NEW.agencies <@ p.agencies)
     OR TG_TABLE_NAME = 'ocg_planstrand' AND NEW.agencies IS DISTINCT FROM p.agencies THEN
    RAISE EXCEPTION 'what belongs to a plan is for the agencies of the plan or fewer' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_plan_part_within BEFORE INSERT OR UPDATE ON ocg_planobjective
FOR EACH ROW EXECUTE FUNCTION pam_plan_part_within();
CREATE OR REPLACE TRIGGER pam_plan_part_within BEFORE INSERT OR UPDATE ON ocg_planstakeholder
FOR EACH ROW EXECUTE FUNCTION pam_plan_part_within();
CREATE OR REPLACE TRIGGER pam_plan_part_within BEFORE INSERT OR UPDATE ON ocg_plangap
FOR EACH ROW EXECUTE FUNCTION pam_plan_part_within();
CREATE OR REPLACE TRIGGER pam_plan_part_within BEFORE INSERT OR UPDATE ON ocg_planrisk
FOR EACH ROW EXECUTE FUNCTION pam_plan_part_within();
CREATE OR REPLACE TRIGGER pam_plan_part_within BEFORE INSERT OR UPDATE ON ocg_planstrand
FOR EACH ROW EXECUTE FUNCTION pam_plan_part_within();

-- An objective gets the next number of its plan, also after those that its author may not see, and keeps it.
CREATE OR REPLACE FUNCTION pam_plan_objective_number() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    NEW.number := OLD.number;
    RETURN NEW;
  END IF;
  PERFORM 1 FROM ocg_plan p WHERE p.id = NEW.plan_id FOR UPDATE;
  SELECT coalesce(max(o.number), 0) + 1 INTO NEW.number FROM ocg_planobjective o WHERE o.plan_id = NEW.plan_id;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_plan_objective_number BEFORE INSERT OR UPDATE ON ocg_planobjective
FOR EACH ROW EXECUTE FUNCTION pam_plan_objective_number();

-- What is said of an action of the plan is for the same agencies as the action; it serves an objective of the same record.
CREATE OR REPLACE FUNCTION pam_plan_tactic_within() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  END IF;
  PERFORM 1 FROM actions_action a WHERE a.id = NEW.action_id AND a.record_id = NEW.record_id
    AND a.agencies IS NOT DISTINCT FROM NEW.agencies AND (TG_OP = 'INSERT' OR OLD.action_id = NEW.action_id);
  IF NOT FOUND OR EXISTS (SELECT 1 FROM ocg_planobjective o WHERE o.id = NEW.objective_id AND o.record_id <> NEW.record_id) THEN
    RAISE EXCEPTION 'a tactic is an action of its record, for the same agencies' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_plan_tactic_within BEFORE INSERT OR UPDATE ON ocg_plantactic
FOR EACH ROW EXECUTE FUNCTION pam_plan_tactic_within();

-- A version begins with one signature, the lead's or that of the Senior Responsible Officer, each in their own name; the other
-- person may add theirs. Nothing else of it ever changes. No matter who writes.
CREATE OR REPLACE FUNCTION pam_plan_version_holds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE p ocg_plan; lro bigint; sro bigint; first_lro bigint; first_sro bigint;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  END IF;
  SELECT * INTO p FROM ocg_plan x WHERE x.id = NEW.plan_id FOR UPDATE;
  SELECT r.lead_id, o.sro_id INTO lro, sro FROM records_record r JOIN ocg_ocg o ON o.record_ptr_id = r.id WHERE r.id = NEW.record_id;
  IF TG_OP = 'INSERT' THEN
    SELECT coalesce(max(v.number), 0) + 1 INTO NEW.number FROM ocg_planversion v WHERE v.plan_id = NEW.plan_id;
    IF p.id IS NULL OR p.record_id <> NEW.record_id OR p.agencies IS DISTINCT FROM NEW.agencies
       OR (NEW.lro_signed_by_id IS NULL) = (NEW.sro_signed_by_id IS NULL) THEN
      RAISE EXCEPTION 'a version is of its plan and begins with one signature' USING ERRCODE = 'check_violation';
    END IF;
  ELSE
    first_lro := OLD.lro_signed_by_id;
    first_sro := OLD.sro_signed_by_id;
    IF (OLD.plan_id, OLD.number, OLD.agencies, OLD.created, OLD.author_id) IS DISTINCT FROM
         (NEW.plan_id, NEW.number, NEW.agencies, NEW.created, NEW.author_id)
       OR first_lro IS NOT NULL AND (OLD.lro_signed_by_id, OLD.lro_signed_at) IS DISTINCT FROM (NEW.lro_signed_by_id, NEW.lro_signed_at)
       OR first_sro IS NOT NULL AND (OLD.sro_signed_by_id, OLD.sro_signed_at) IS DISTINCT FROM (NEW.sro_signed_by_id, NEW.sro_signed_at) THEN
      RAISE EXCEPTION 'what was signed stays as it was' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  IF NEW.lro_signed_by_id IS DISTINCT FROM first_lro AND (NEW.lro_signed_by_id IS DISTINCT FROM lro OR pam_asked_by_web() AND NOT pam_is_me(lro))
     OR NEW.sro_signed_by_id IS DISTINCT FROM first_sro AND (NEW.sro_signed_by_id IS DISTINCT FROM sro OR pam_asked_by_web() AND NOT pam_is_me(sro)) THEN
    RAISE EXCEPTION 'the lead and the Senior Responsible Officer sign, each for themselves' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF EXISTS (SELECT 1 FROM access_membership a JOIN access_membership b ON b.user_id = a.user_id
              WHERE a.id = NEW.lro_signed_by_id AND b.id = NEW.sro_signed_by_id) THEN
    RAISE EXCEPTION 'two people sign a plan' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_plan_version_holds BEFORE INSERT OR UPDATE ON ocg_planversion
FOR EACH ROW EXECUTE FUNCTION pam_plan_version_holds();

-- The first signature copies the whole plan, also what its signer does not see: each line for the same agencies.
CREATE OR REPLACE FUNCTION pam_plan_version_frozen() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO ocg_planversionline (uuid, record_id, author_id, author_agency_id, agencies, created, updated, version, of_version_id,
      kind, key, place, body, progress)
    SELECT gen_random_uuid(), NEW.record_id, NEW.author_id, NEW.author_agency_id, l.agencies, NEW.created, NEW.created, 1, NEW.id,
      l.kind, l.key, l.place, l.body, l.progress FROM pam_plan_lines(NEW.record_id) l;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_plan_version_frozen AFTER INSERT ON ocg_planversion
FOR EACH ROW EXECUTE FUNCTION pam_plan_version_frozen();

CREATE OR REPLACE FUNCTION pam_plan_version_line_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  END IF;
  IF (OLD.of_version_id, OLD.kind, OLD.key, OLD.place, OLD.body, OLD.progress, OLD.created, OLD.author_id) IS DISTINCT FROM
     (NEW.of_version_id, NEW.kind, NEW.key, NEW.place, NEW.body, NEW.progress, NEW.created, NEW.author_id) THEN
    RAISE EXCEPTION 'what was signed stays as it was' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_plan_version_line_stays BEFORE UPDATE ON ocg_planversionline
FOR EACH ROW EXECUTE FUNCTION pam_plan_version_line_stays();

-- The lead signs a review in their own name; it is written once. The Senior Responsible Officer may comment on it once.
CREATE OR REPLACE FUNCTION pam_plan_review_holds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE p ocg_plan; lro bigint; sro bigint;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  END IF;
  SELECT r.lead_id, o.sro_id INTO lro, sro FROM records_record r JOIN ocg_ocg o ON o.record_ptr_id = r.id WHERE r.id = NEW.record_id;
  IF TG_OP = 'INSERT' THEN
    SELECT * INTO p FROM ocg_plan x WHERE x.id = NEW.plan_id;
    NEW.made_in := txid_current();
    IF p.id IS NULL OR p.record_id <> NEW.record_id OR p.agencies IS DISTINCT FROM NEW.agencies OR NEW.commented_at IS NOT NULL
       OR EXISTS (SELECT 1 FROM ocg_planversion v WHERE v.id = NEW.of_version_id AND v.plan_id <> NEW.plan_id) THEN
      RAISE EXCEPTION 'a review is of its plan, for the same agencies' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.author_id IS DISTINCT FROM lro OR pam_asked_by_web() AND NOT pam_is_me(lro) THEN
      RAISE EXCEPTION 'the lead signs a review' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.plan_id, OLD.partners, OLD.ask, OLD.next_review, OLD.made_in, OLD.author_id, OLD.created) IS DISTINCT FROM
     (NEW.plan_id, NEW.partners, NEW.ask, NEW.next_review, NEW.made_in, NEW.author_id, NEW.created)
     -- A version that goes with its record takes its name with it.
     OR OLD.of_version_id IS DISTINCT FROM NEW.of_version_id AND (NEW.of_version_id IS NOT NULL OR pam_asked_by_web())
     OR OLD.commented_at IS NOT NULL AND (OLD.comment, OLD.commented_by_id, OLD.commented_at) IS DISTINCT FROM
        (NEW.comment, NEW.commented_by_id, NEW.commented_at) THEN
    RAISE EXCEPTION 'a review stays as it was signed' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.commented_at IS NULL AND NEW.commented_at IS NOT NULL
     AND (NEW.commented_by_id IS DISTINCT FROM sro OR pam_asked_by_web() AND NOT pam_is_me(sro)) THEN
    RAISE EXCEPTION 'the Senior Responsible Officer comments on a review' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_plan_review_holds BEFORE INSERT OR UPDATE ON ocg_planreview
FOR EACH ROW EXECUTE FUNCTION pam_plan_review_holds();

-- Its lines are written with it, in one transaction, and stay.
CREATE OR REPLACE FUNCTION pam_plan_review_line_within() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF (OLD.review_id, OLD.section, OLD.source, OLD.about, OLD.title, OLD.state, OLD.text, OLD.author_id) IS DISTINCT FROM
       (NEW.review_id, NEW.section, NEW.source, NEW.about, NEW.title, NEW.state, NEW.text, NEW.author_id) THEN
      RAISE EXCEPTION 'a review stays as it was signed' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  PERFORM 1 FROM ocg_planreview r WHERE r.id = NEW.review_id AND r.record_id = NEW.record_id AND r.author_id = NEW.author_id
    AND r.made_in = txid_current();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a review is written once, with its lines' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_plan_review_line_within BEFORE INSERT OR UPDATE ON ocg_planreviewline
FOR EACH ROW EXECUTE FUNCTION pam_plan_review_line_within();

-- A member is a subject of the record, for no agency that the subject is not for; who it is and where stays.
CREATE OR REPLACE FUNCTION pam_member_within() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  END IF;
  IF TG_OP = 'UPDATE' AND (OLD.subject_id, OLD.record_id, OLD.agencies) IS DISTINCT FROM (NEW.subject_id, NEW.record_id, NEW.agencies)
     AND pam_asked_by_web() THEN
    RAISE EXCEPTION 'a member stays the same person, for the same agencies' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM records_subject s WHERE s.id = NEW.subject_id AND s.record_id = NEW.record_id
    AND s.kind IN ('person', 'organisation') AND (s.agencies IS NULL OR coalesce(NEW.agencies <@ s.agencies, false));
  IF NOT FOUND THEN
    RAISE EXCEPTION 'it is for agencies that its subject is not for' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_member_within BEFORE INSERT OR UPDATE OF subject_id, record_id, agencies
ON ocg_member FOR EACH ROW EXECUTE FUNCTION pam_member_within();

-- A status is its member's, for the same agencies; nothing of it is written over. It is struck out once, with a reason.
CREATE OR REPLACE FUNCTION pam_member_status_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  END IF;
  IF TG_OP = 'INSERT' THEN
    PERFORM 1 FROM ocg_member m WHERE m.id = NEW.member_id AND m.record_id = NEW.record_id
      AND m.agencies IS NOT DISTINCT FROM NEW.agencies AND m.removed_at IS NULL;
    IF NOT FOUND OR NEW.struck_at IS NOT NULL OR NEW.released_at IS NOT NULL AND pam_asked_by_web() THEN
      RAISE EXCEPTION 'a status is of a member, for the same agencies' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.state, OLD.since, OLD.establishment, OLD.release_on, OLD."until", OLD.requirements, OLD.source)
      IS DISTINCT FROM (NEW.state, NEW.since, NEW.establishment, NEW.release_on, NEW."until", NEW.requirements, NEW.source)
     OR OLD.struck_at IS NOT NULL AND (OLD.struck_at, OLD.struck_reason) IS DISTINCT FROM (NEW.struck_at, NEW.struck_reason) THEN
    RAISE EXCEPTION 'a status is struck out and never written over' USING ERRCODE = 'check_violation';
  END IF;
  IF pam_asked_by_web() AND ((OLD.member_id, OLD.record_id, OLD.agencies, OLD.released_at)
      IS DISTINCT FROM (NEW.member_id, NEW.record_id, NEW.agencies, NEW.released_at)) THEN
    RAISE EXCEPTION 'a status stays with its member' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_member_status_stays BEFORE INSERT OR UPDATE ON ocg_memberstatus
FOR EACH ROW EXECUTE FUNCTION pam_member_status_stays();
-- A request to the region goes forward only, each step by its side in its own name, and keeps what earlier steps said. No matter
-- who writes; who takes a step is asked of the web role.
CREATE OR REPLACE FUNCTION pam_region_holds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE web boolean := pam_asked_by_web(); own bigint; step text; may text[]; changed text[]; side bigint;
BEGIN
  SELECT r.agency_id INTO own FROM records_record r WHERE r.id = NEW.record_id;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'asked' OR NEW.region_id = own THEN
      RAISE EXCEPTION 'another agency is asked for help' USING ERRCODE = 'check_violation';
    END IF;
    IF web AND (own IS DISTINCT FROM pam_agency() OR pam_level(NEW.record_id) < {{MANAGE}}) THEN
      RAISE EXCEPTION 'the agency that owns the group asks the region' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  step := OLD.state || ' ' || NEW.state;
  changed := ARRAY(SELECT n.key FROM jsonb_each(to_jsonb(NEW)) n WHERE n.value IS DISTINCT FROM to_jsonb(OLD) -> n.key
    AND n.key <> ALL ('{version,updated,readers,marking,lapses_at,state}'::text[]));
  may := CASE step
    WHEN 'asked accepted' THEN '{triaged_by_id,triaged_at,triage_reason}' WHEN 'asked refused' THEN '{triaged_by_id,triaged_at,triage_reason}'
    WHEN 'asked more' THEN '{triaged_by_id,triaged_at,triage_reason}' WHEN 'more asked' THEN '{why,wanted_by,support_id}'
    WHEN 'accepted terms' THEN '{terms,products,timeline,sio,terms_by_id}' WHEN 'terms agreed' THEN '{agreed_by_id,agreed_at}'
    WHEN 'agreed delivered' THEN '{product_id,product_reference,delivered_on,delivered_by_id}'
    WHEN 'delivered concluded' THEN '{score_id,threat_after,owner_now_id,concluded_by_id,concluded_at}'
    ELSE CASE WHEN OLD.state = NEW.state AND NEW.score_id IS NULL AND NOT web THEN '{score_id}' END END::text[];
  IF may IS NULL AND cardinality(changed) = 0 AND OLD.state = NEW.state THEN RETURN NEW; END IF;
  IF may IS NULL OR NOT changed <@ may THEN
    RAISE EXCEPTION 'a request to the region goes forward step by step' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT web THEN RETURN NEW; END IF;
  side := CASE WHEN OLD.state IN ('asked', 'accepted', 'agreed') THEN NEW.region_id ELSE own END;
  IF side IS DISTINCT FROM pam_agency() OR NOT pam_is_me(CASE NEW.state WHEN 'accepted' THEN NEW.triaged_by_id WHEN 'refused' THEN NEW.triaged_by_id
      WHEN 'more' THEN NEW.triaged_by_id WHEN 'terms' THEN NEW.terms_by_id WHEN 'agreed' THEN NEW.agreed_by_id
      WHEN 'delivered' THEN NEW.delivered_by_id WHEN 'concluded' THEN NEW.concluded_by_id ELSE (SELECT m.id FROM access_membership m
        WHERE m.user_id = pam_user() AND m.agency_id = pam_agency() LIMIT 1) END) THEN
    RAISE EXCEPTION 'this step is for the other side' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_region_holds BEFORE INSERT OR UPDATE ON ocg_regionrequest
FOR EACH ROW EXECUTE FUNCTION pam_region_holds();

-- What was typed into another system is said by people of the agency that owns the group, in their own name.
CREATE OR REPLACE FUNCTION pam_typing_within() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF pam_asked_by_web() AND NOT (pam_is_me(NEW.author_id)
       AND EXISTS (SELECT 1 FROM records_record r WHERE r.id = NEW.record_id AND r.agency_id = pam_agency())) THEN
    RAISE EXCEPTION 'the agency that owns the group says in its own name what it typed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_typing_within BEFORE INSERT ON ocg_typing FOR EACH ROW EXECUTE FUNCTION pam_typing_within();

-- Who manages a group asks one person to lead it, who may lead it; that person accepts or declines, who manages it
-- withdraws. What was answered stays. No matter who writes.
CREATE OR REPLACE FUNCTION pam_lead_offer_holds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE web boolean := pam_asked_by_web();
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'offered' THEN
      RAISE EXCEPTION 'a lead is asked first' USING ERRCODE = 'check_violation';
    END IF;
    PERFORM 1 FROM records_record r WHERE r.id = NEW.record_id AND r.kind = 'ocg';
    IF NOT FOUND OR web AND pg_trigger_depth() = 1 AND NOT pam_may_lead(NEW.record_id, NEW.offered_to_id) THEN
      RAISE EXCEPTION 'this person may not lead it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state <> 'offered' OR (OLD.record_id, OLD.offered_to_id, OLD.author_id, OLD.note, OLD.agencies)
     IS DISTINCT FROM (NEW.record_id, NEW.offered_to_id, NEW.author_id, NEW.note, NEW.agencies) THEN
    RAISE EXCEPTION 'what was asked and answered stays' USING ERRCODE = 'check_violation';
  END IF;
  IF web AND NEW.state IN ('accepted', 'declined') AND NOT pam_is_me(NEW.offered_to_id) THEN
    RAISE EXCEPTION 'who was asked answers' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF web AND NEW.state = 'accepted' AND NOT pam_may_lead(NEW.record_id, NEW.offered_to_id) THEN
    RAISE EXCEPTION 'this person may not lead it' USING ERRCODE = 'check_violation';
  END IF;
  IF web AND NEW.state = 'withdrawn' AND pam_level(NEW.record_id) < {{MANAGE}} THEN
    RAISE EXCEPTION 'who manages it withdraws what was asked' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_lead_offer_holds BEFORE INSERT OR UPDATE ON ocg_leadoffer
FOR EACH ROW EXECUTE FUNCTION pam_lead_offer_holds();

-- The group follows: who is asked, and once they accepted, who leads it since when.
CREATE OR REPLACE FUNCTION pam_lead_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.state = 'accepted' THEN
    UPDATE records_record SET lead_id = NEW.offered_to_id, version = version + 1, updated = clock_timestamp() WHERE id = NEW.record_id;
    UPDATE ocg_ocg SET lead_accepted_at = NEW.answered_at WHERE record_ptr_id = NEW.record_id;
  END IF;
  UPDATE ocg_ocg SET lead_asked_id = CASE WHEN NEW.state = 'offered' THEN NEW.offered_to_id END WHERE record_ptr_id = NEW.record_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_lead_follows AFTER INSERT OR UPDATE ON ocg_leadoffer
FOR EACH ROW EXECUTE FUNCTION pam_lead_follows();

-- A lead who did not accept last is asked, no matter who named them; who takes it over themselves has accepted by that. A person of a
-- partner is made the lead by their answer alone.
CREATE OR REPLACE FUNCTION pam_lead_accepts() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE last ocg_leadoffer; theirs bigint; me bigint;
BEGIN
  SELECT m.agency_id INTO theirs FROM access_membership m WHERE m.id = NEW.lead_id;
  IF TG_OP = 'UPDATE' THEN
    SELECT * INTO last FROM ocg_leadoffer o WHERE o.record_id = NEW.id AND o.state = 'accepted' ORDER BY o.answered_at DESC, o.id DESC LIMIT 1;
    UPDATE ocg_ocg SET lead_accepted_at = CASE WHEN pam_asked_by_web() AND pam_is_me(NEW.lead_id) THEN clock_timestamp() END
     WHERE record_ptr_id = NEW.id;
  END IF;
  IF NEW.lead_id IS NULL OR last.offered_to_id = NEW.lead_id THEN RETURN NULL; END IF;
  IF pam_asked_by_web() AND theirs IS DISTINCT FROM NEW.agency_id THEN
    RAISE EXCEPTION 'a person of a partner leads once they accepted' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF TG_OP = 'INSERT' THEN RETURN NULL; END IF;
  UPDATE ocg_leadoffer SET state = 'withdrawn', answered_at = clock_timestamp(), version = version + 1
   WHERE record_id = NEW.id AND state = 'offered';
  IF pam_asked_by_web() AND pam_is_me(NEW.lead_id) THEN RETURN NULL; END IF;
  SELECT m.id INTO me FROM access_membership m WHERE m.user_id = pam_user() AND m.agency_id = pam_agency();
  INSERT INTO ocg_leadoffer (uuid, record_id, author_id, author_agency_id, agencies, created, updated, version, offered_to_id, note,
                             state, answer)
    SELECT gen_random_uuid(), NEW.id, m.id, m.agency_id, ARRAY(SELECT DISTINCT x FROM unnest(ARRAY[NEW.agency_id, m.agency_id]) x ORDER BY x),
           clock_timestamp(), clock_timestamp(), 1, NEW.lead_id, '', 'offered', ''
      FROM access_membership m WHERE m.id = coalesce(me, NEW.lead_id);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_lead_begins AFTER INSERT ON records_record
FOR EACH ROW WHEN (NEW.kind = 'ocg') EXECUTE FUNCTION pam_lead_accepts();
CREATE OR REPLACE TRIGGER pam_lead_accepts AFTER UPDATE OF lead_id ON records_record
FOR EACH ROW WHEN (NEW.kind = 'ocg' AND NEW.lead_id IS DISTINCT FROM OLD.lead_id) EXECUTE FUNCTION pam_lead_accepts();

-- Since when the lead has accepted, and who is asked, is kept by the answers alone: a group that is saved as it was read before
-- changes neither. A new group is accepted by its lead alone.
CREATE OR REPLACE FUNCTION pam_lead_kept() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF pg_trigger_depth() = 1 THEN
      NEW.lead_accepted_at := OLD.lead_accepted_at;
      NEW.lead_asked_id := OLD.lead_asked_id;
    END IF;
  ELSIF pam_asked_by_web() AND (NEW.lead_asked_id IS NOT NULL OR NEW.lead_accepted_at IS NOT NULL AND NOT coalesce(
      (SELECT pam_is_me(r.lead_id) FROM records_record r WHERE r.id = NEW.record_ptr_id), false)) THEN
    RAISE EXCEPTION 'a lead accepts in their own name' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_lead_kept BEFORE INSERT OR UPDATE ON ocg_ocg
FOR EACH ROW EXECUTE FUNCTION pam_lead_kept();
