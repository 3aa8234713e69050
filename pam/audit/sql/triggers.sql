-- The log and the histories are written once. This holds for the owner too: only a superuser could lift it.
CREATE OR REPLACE FUNCTION pam_refuse_change() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE OR REPLACE TRIGGER pam_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_logentry
FOR EACH STATEMENT EXECUTE FUNCTION pam_refuse_change();
CREATE OR REPLACE TRIGGER pam_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
FOR EACH STATEMENT EXECUTE FUNCTION pam_refuse_change();
