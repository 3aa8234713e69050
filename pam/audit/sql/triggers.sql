-- The log and its seals are written once. Tables and function are the keeper's (pam/db/keeper.py), which no process connects
-- as: the owner can't lift this without stepping up to it, and then `verify_log` finds what was changed.
CREATE OR REPLACE FUNCTION pam_refuse_change() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege'; END $$;
ALTER FUNCTION pam_refuse_change() OWNER TO pam_keeper;
CREATE OR REPLACE TRIGGER pam_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_logentry
FOR EACH STATEMENT EXECUTE FUNCTION pam_refuse_change();
CREATE OR REPLACE TRIGGER pam_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seal
FOR EACH STATEMENT EXECUTE FUNCTION pam_refuse_change();
