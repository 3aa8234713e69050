-- What is prepared moves from written to asked to answered, each in one's own name. While it is asked for, and once it is
-- answered, its text stays: who permits has seen what goes out. The version counts by itself.
CREATE OR REPLACE FUNCTION pam_preparation_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF OLD.state IN ('permitted', 'declined') THEN
    RAISE EXCEPTION 'this was answered' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = 'asked' AND (OLD.body, OLD.kept, OLD.audience, OLD.note, OLD.words, OLD.for_kinds, OLD.tags,
        OLD.asked_by_id, OLD.changed_by_id)
      IS DISTINCT FROM (NEW.body, NEW.kept, NEW.audience, NEW.note, NEW.words, NEW.for_kinds, NEW.tags,
        NEW.asked_by_id, NEW.changed_by_id) THEN
    RAISE EXCEPTION 'what is asked for stays as it is' USING ERRCODE = 'check_violation';
  END IF;
  NEW.version := OLD.version + 1;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_preparation_moves BEFORE UPDATE ON practice_preparation
FOR EACH ROW EXECUTE FUNCTION pam_preparation_moves();

-- What the web role says of it is said in one's own name; only pam_permit_offer() permits.
CREATE OR REPLACE FUNCTION pam_preparation_in_own_name() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.state = 'permitted'
     OR (NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (('draft', 'asked'), ('asked', 'draft'), ('asked', 'declined'))) THEN
    RAISE EXCEPTION 'only a permission offers' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF (OLD.state = 'draft' AND NOT (pam_writes_frameworks(OLD.agency_id) AND pam_is_me(NEW.changed_by_id)))
     OR (OLD.state = 'draft' AND NEW.state = 'asked' AND NOT pam_is_me(NEW.asked_by_id))
     OR (NEW.state = 'declined' AND NOT (pam_is_me(NEW.answered_by_id) AND pam_permits_offers(OLD.agency_id))) THEN
    RAISE EXCEPTION 'one prepares, asks and answers in one''s own name' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_preparation_in_own_name BEFORE UPDATE ON practice_preparation
FOR EACH ROW WHEN (current_user = {{WEB_ROLE}}) EXECUTE FUNCTION pam_preparation_in_own_name();

-- An offered text never changes; an offer stays its agency's.
CREATE OR REPLACE FUNCTION pam_offered_text_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION 'an offered text never changes' USING ERRCODE = 'check_violation';
END $$;
CREATE OR REPLACE TRIGGER pam_offered_text_stays BEFORE UPDATE ON practice_offeredtext
FOR EACH ROW EXECUTE FUNCTION pam_offered_text_stays();
