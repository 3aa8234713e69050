-- Into the archive and out of it: a step of the agency that owns the group (see pam_owner_takes_step).
CREATE OR REPLACE FUNCTION pam_owner_archives() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM 1 FROM reference_referencevalue v
    WHERE v.id IN (OLD.stage_id, NEW.stage_id) AND v.listing = 'ocg.stage' AND v.code = 'archived';
  IF NOT FOUND THEN RETURN NEW; END IF;
  PERFORM 1 FROM records_record r WHERE r.id = NEW.record_ptr_id AND r.agency_id = pam_agency();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only the agency that owns a group archives it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_owner_archives BEFORE UPDATE ON ocg_ocg FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}} AND OLD.stage_id IS DISTINCT FROM NEW.stage_id)
EXECUTE FUNCTION pam_owner_archives();
