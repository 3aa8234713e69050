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
