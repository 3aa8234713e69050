-- Nobody is in a team of an agency that they don't act for, no matter who writes.
CREATE OR REPLACE FUNCTION pam_team_of_agency() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM access_membership m JOIN access_team t ON t.agency_id = m.agency_id
    WHERE m.id = NEW.membership_id AND t.id = NEW.team_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the team belongs to another agency' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_team_of_agency BEFORE INSERT OR UPDATE ON access_membership_teams
FOR EACH ROW EXECUTE FUNCTION pam_team_of_agency();

-- A grant's permission is what its level says, no matter who writes.
CREATE OR REPLACE FUNCTION pam_permission_follows_level() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ BEGIN NEW.permission_id := pam_permission(NEW.level); RETURN NEW; END $$;
CREATE OR REPLACE TRIGGER pam_permission_follows_level BEFORE INSERT OR UPDATE OF level, permission_id ON access_grant
FOR EACH ROW EXECUTE FUNCTION pam_permission_follows_level();

-- A share stays that of the person who gave it: it is given anew only in one's own name.
CREATE OR REPLACE FUNCTION pam_given_in_own_name() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT pam_is_me(NEW.given_by_id) THEN
    RAISE EXCEPTION 'a share is given in one''s own name' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_given_in_own_name BEFORE UPDATE ON access_grant FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}} AND OLD.given_by_id IS DISTINCT FROM NEW.given_by_id) EXECUTE FUNCTION pam_given_in_own_name();

-- Who a line of the log speaks of and when it was written is the database's to say, whatever a statement of the web role
-- says. The owner's own processes (a demo that is set on earlier days) date their lines themselves.
CREATE OR REPLACE FUNCTION pam_stamp_log() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.actor_id IS DISTINCT FROM pam_user() OR NEW.agency_id <> pam_agency() THEN
    RAISE EXCEPTION 'the log is written in one''s own name' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF session_user = {{WEB_ROLE}} THEN NEW.at := clock_timestamp(); END IF;
  NEW.agency_id := pam_agency();
  NEW.actor_name := coalesce((SELECT u.name FROM access_user u WHERE u.id = NEW.actor_id),
                             CASE WHEN pam_job() IS NULL THEN 'Nobody signed in' ELSE 'pam' END);
  NEW.agency_name := coalesce((SELECT a.name FROM access_agency a WHERE a.id = NEW.agency_id), '');
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_stamp BEFORE INSERT ON audit_logentry FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}}) EXECUTE FUNCTION pam_stamp_log();

-- The same for the histories: who changed it, for which agency and when. Their triggers are written out from the models
-- (pam/db/row_security.py).
CREATE OR REPLACE FUNCTION pam_stamp_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  NEW.history_date := clock_timestamp();
  NEW.history_user_id := pam_user();
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION pam_stamp_history_agency() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  NEW.history_agency := coalesce((SELECT left(a.name, 120) FROM access_agency a WHERE a.id = pam_agency()), '');
  RETURN NEW;
END $$;

-- The web role lets a new file wait for the virus scan or not, and says nothing else of it.
CREATE OR REPLACE TRIGGER pam_keep_scan_new BEFORE INSERT ON access_agreement FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}} AND NEW.scan NOT IN ('none', 'waiting')) EXECUTE FUNCTION pam_keep_scan();
CREATE OR REPLACE TRIGGER pam_keep_scan BEFORE UPDATE ON access_agreement FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}} AND NEW.scan IS DISTINCT FROM OLD.scan
      AND (NEW.file = OLD.file OR NEW.scan NOT IN ('none', 'waiting'))) EXECUTE FUNCTION pam_keep_scan();
