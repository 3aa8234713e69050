-- What an administrator can't write by themselves, whatever statement they send.

-- Nobody gets into a team by the web role's own hand: pam_decide_membership_request() puts them there.
CREATE OR REPLACE FUNCTION pam_teams_are_joined() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RAISE EXCEPTION 'a team is joined once its manager accepts' USING ERRCODE = 'insufficient_privilege'; END $$;
CREATE OR REPLACE TRIGGER pam_teams_are_joined BEFORE INSERT OR UPDATE ON access_membership_teams FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}}) EXECUTE FUNCTION pam_teams_are_joined();

-- No more does a role that is confirmed first, nor two that exclude each other.
CREATE OR REPLACE FUNCTION pam_roles_are_confirmed() RETURNS trigger LANGUAGE plpgsql
AS $$
DECLARE added text[] := ARRAY(SELECT unnest(NEW.roles::text[]) EXCEPT SELECT unnest(OLD.roles::text[]));
BEGIN
  IF added && {{CONFIRMED_ROLES}} THEN
    RAISE EXCEPTION 'a second person confirms this role' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF added <> '{}' AND pam_excluded_roles(NEW.roles::text[], NEW.agency_id) THEN
    RAISE EXCEPTION 'these roles exclude each other' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_roles_are_confirmed BEFORE UPDATE OF roles ON access_membership FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}} AND NEW.roles IS DISTINCT FROM OLD.roles) EXECUTE FUNCTION pam_roles_are_confirmed();

-- A team's manager, who accepts others, is in it; so nobody is made one to let themselves in.
CREATE OR REPLACE FUNCTION pam_manager_is_in_team() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM 1 FROM access_membership_teams mt WHERE mt.team_id = NEW.id AND mt.membership_id = NEW.manager_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a team is managed by a person who is in it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_manager_is_in_team BEFORE INSERT OR UPDATE OF manager_id ON access_team FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}} AND NEW.manager_id IS NOT NULL) EXECUTE FUNCTION pam_manager_is_in_team();
