-- A referral has a code that counts nothing; its triage begins with it, unseen by the person who sent it.
CREATE OR REPLACE FUNCTION pam_referral_code() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE tries int := 0;
BEGIN
  LOOP
    NEW.code := 'R-' || pam_random_code(pam_code_letters(tries));
    EXIT WHEN NOT EXISTS (SELECT 1 FROM pvp_referral r WHERE r.code = NEW.code);
    tries := tries + 1;
  END LOOP;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_referral_code BEFORE INSERT ON pvp_referral
FOR EACH ROW EXECUTE FUNCTION pam_referral_code();

CREATE OR REPLACE FUNCTION pam_triage_begins() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO pvp_triage (referral_id, team_id, due, {{OTHER_COLUMNS}})
  VALUES (NEW.id, NEW.team_id, pam_first_look(NEW.team_id, NEW.sent_at), {{THEIR_DEFAULTS}});
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_triage_begins AFTER INSERT ON pvp_referral
FOR EACH ROW EXECUTE FUNCTION pam_triage_begins();

-- What was sent stays as it was sent; only its team, its state and its answer change. No matter who writes.
CREATE OR REPLACE FUNCTION pam_referral_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
DECLARE free text[] := '{team_id,state,answer,answered_at}';
BEGIN
  IF to_jsonb(OLD) - free <> to_jsonb(NEW) - free THEN
    RAISE EXCEPTION 'a referral stays as it was sent' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_referral_stays BEFORE UPDATE ON pvp_referral
FOR EACH ROW EXECUTE FUNCTION pam_referral_stays();

-- A referral that became part of a case file goes with it.
CREATE OR REPLACE FUNCTION pam_referral_goes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  DELETE FROM pvp_referral WHERE id = OLD.referral_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_referral_goes AFTER DELETE ON pvp_triage
FOR EACH ROW EXECUTE FUNCTION pam_referral_goes();
