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
    AND s.kind IN ('person', 'organisation') AND {{within_s}};
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
  INSERT INTO ocg_leadoffer (record_id, author_id, author_agency_id, agencies, offered_to_id, state, {{OTHER_COLUMNS}})
    SELECT NEW.id, m.id, m.agency_id, ARRAY(SELECT DISTINCT x FROM unnest(ARRAY[NEW.agency_id, m.agency_id]) x ORDER BY x),
           NEW.lead_id, 'offered', {{THEIR_DEFAULTS}}
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
