-- The list begins with the highest grade, which comes last in the list of grades. No matter who writes.
CREATE OR REPLACE FUNCTION pam_pvp_priority() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE records_record r SET priority = -v."order" FROM reference_referencevalue v
   WHERE v.id = NEW.grade_id AND r.id = NEW.record_ptr_id AND r.priority <> -v."order";
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_pvp_priority AFTER INSERT OR UPDATE OF grade_id ON pvp_casefile
FOR EACH ROW EXECUTE FUNCTION pam_pvp_priority();

-- Grades moved in their list move the records that bear them.
CREATE OR REPLACE FUNCTION pam_pvp_value_moved() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE records_record r SET priority = -NEW."order" FROM pvp_casefile o
   WHERE o.grade_id = NEW.id AND o.record_ptr_id = r.id AND r.priority <> -NEW."order";
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_pvp_value_moved AFTER UPDATE OF "order" ON reference_referencevalue FOR EACH ROW
WHEN (OLD."order" <> NEW."order" AND NEW.listing = 'pvp.grade') EXECUTE FUNCTION pam_pvp_value_moved();

-- What a person wants is for exactly those that the person is for (pam/subjects).
CREATE OR REPLACE TRIGGER pam_voice_within BEFORE INSERT OR UPDATE OF subject_id, record_id, agencies
ON pvp_personvoice FOR EACH ROW EXECUTE FUNCTION pam_safe_contact_within();
