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
