-- A draft may hold words of the records that its page showed: it goes with each of them.
CREATE OR REPLACE FUNCTION pam_drafts_go() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ BEGIN DELETE FROM drafts_draft WHERE records @> ARRAY[OLD.id]; RETURN NULL; END $$;
CREATE OR REPLACE TRIGGER pam_drafts_go AFTER DELETE ON records_record
FOR EACH ROW EXECUTE FUNCTION pam_drafts_go();
