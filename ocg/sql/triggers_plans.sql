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
     OR NOT {{within_p}}
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
  INSERT INTO ocg_planversionline (record_id, author_id, author_agency_id, agencies, created, updated, of_version_id,
      kind, key, place, body, progress, {{OTHER_COLUMNS}})
    SELECT NEW.record_id, NEW.author_id, NEW.author_agency_id, l.agencies, NEW.created, NEW.created, NEW.id,
      l.kind, l.key, l.place, l.body, l.progress, {{THEIR_DEFAULTS}} FROM pam_plan_lines(NEW.record_id) l;
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

-- What a review says follows from it, also where its lead is a partner's, who does not manage the group: the next review of the
-- group, and where each objective stands. Only the lead writes a review (pam_plan_review_holds), once, with its lines.
CREATE OR REPLACE FUNCTION pam_plan_review_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE records_record SET next_review = NEW.next_review, version = version + 1, updated = clock_timestamp()
   WHERE id = NEW.record_id AND next_review IS DISTINCT FROM NEW.next_review;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_plan_review_follows AFTER INSERT ON ocg_planreview
FOR EACH ROW EXECUTE FUNCTION pam_plan_review_follows();

CREATE OR REPLACE FUNCTION pam_plan_objective_follows() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE ocg_planobjective o SET sentence = left(NEW.text, 300), stated_at = r.created, version = o.version + 1,
         updated = clock_timestamp(), state = CASE NEW.state WHEN 'On track' THEN 'on_track' WHEN 'At risk' THEN 'at_risk'
                                                            WHEN 'Stuck' THEN 'stuck' WHEN 'Met' THEN 'met' ELSE o.state END
    FROM ocg_planreview r
   WHERE r.id = NEW.review_id AND o.uuid = NEW.about AND o.plan_id = r.plan_id AND o.removed_at IS NULL
     AND pam_sees_kind(o.record_id, o.agencies, 'plan') AND (o.stated_at IS NULL OR o.stated_at < r.created);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_plan_objective_follows AFTER INSERT ON ocg_planreviewline
FOR EACH ROW WHEN (NEW.section = 'objective') EXECUTE FUNCTION pam_plan_objective_follows();
