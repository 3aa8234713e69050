-- What an agency's administrator may write, and what they may know of the work of somebody who leaves: numbers.

-- Whether the current reader administers an agency: asked of the live membership, not of a setting.
CREATE OR REPLACE FUNCTION pam_administers(of_agency bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM access_membership m JOIN access_user u ON u.id = m.user_id
    WHERE m.user_id = pam_user() AND m.agency_id = of_agency AND of_agency = pam_agency()
      AND 'administrator' = ANY (m.roles) AND NOT m.suspended AND m.starts_at <= clock_timestamp()
      AND coalesce(m.ends_at > clock_timestamp(), true) AND u.is_active;
  RETURN FOUND;
END $$;

-- Nobody is in a team of an agency that they don't act for, whoever writes.
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

-- Whether the current reader looks after an agreement: administers the agency that keeps it, or owns it. Asked of the
-- row as it stands, so that nobody makes themselves the owner of a new one.
CREATE OR REPLACE FUNCTION pam_looks_after_agreement(number bigint, kept_by bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF pam_administers(kept_by) THEN RETURN true; END IF;
  PERFORM 1 FROM access_agreement a JOIN access_membership m ON m.id = a.owner_id JOIN access_user u ON u.id = m.user_id
    WHERE a.id = number AND m.user_id = pam_user() AND m.agency_id = a.agency_id AND m.agency_id = pam_agency()
      AND NOT m.suspended AND m.starts_at <= clock_timestamp() AND coalesce(m.ends_at > clock_timestamp(), true) AND u.is_active;
  RETURN FOUND;
END $$;
