-- An agency is for training as its setting says (`training.agency`), which a second person accepts; never once it has work.
CREATE OR REPLACE FUNCTION pam_training_follows_setting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  of_agency bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.agency_id ELSE NEW.agency_id END;
  wanted boolean := coalesce(CASE WHEN TG_OP <> 'DELETE' THEN (NEW.value #>> '{}')::boolean END, false);
BEGIN
  IF of_agency IS NULL THEN
    RAISE EXCEPTION 'not every agency is for training' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM access_agency a WHERE a.id = of_agency AND a.training <> wanted FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF pam_agency_has_work(of_agency) THEN
    RAISE EXCEPTION 'an agency with records, shares or agreements stays what it is' USING ERRCODE = 'check_violation';
  END IF;
  UPDATE access_agency SET training = wanted WHERE id = of_agency;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_training_follows_setting AFTER INSERT OR UPDATE ON reference_setting FOR EACH ROW
WHEN (NEW.key = 'training.agency') EXECUTE FUNCTION pam_training_follows_setting();
CREATE OR REPLACE TRIGGER pam_training_ends_with_setting AFTER DELETE ON reference_setting FOR EACH ROW
WHEN (OLD.key = 'training.agency') EXECUTE FUNCTION pam_training_follows_setting();

-- Rows of one human are on one side: an identity belongs to no agency by itself.
CREATE OR REPLACE FUNCTION pam_identity_on_one_side() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM access_agency a WHERE a.training)
     AND (SELECT count(DISTINCT a.training) FROM records_subject s JOIN records_record r ON r.id = s.record_id
            JOIN access_agency a ON a.id = r.agency_id WHERE s.identity_id = NEW.identity_id) > 1 THEN
    RAISE EXCEPTION 'training and real are kept apart' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_identity_on_one_side AFTER INSERT OR UPDATE OF identity_id ON records_subject FOR EACH ROW
WHEN (NEW.identity_id IS NOT NULL) EXECUTE FUNCTION pam_identity_on_one_side();

-- An agreement is between agencies of one side, also where no agency keeps it.
CREATE OR REPLACE FUNCTION pam_parties_on_one_side() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF (SELECT count(DISTINCT a.training) FROM access_agreement_parties p JOIN access_agency a ON a.id = p.agency_id
       WHERE p.agreement_id = NEW.agreement_id) > 1 THEN
    RAISE EXCEPTION 'training and real are kept apart' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_parties_on_one_side AFTER INSERT OR UPDATE ON access_agreement_parties FOR EACH ROW
EXECUTE FUNCTION pam_parties_on_one_side();
