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
