-- Whether the current reader owns an action: in person, in one of their teams, or as a person of the agency itself.
CREATE OR REPLACE FUNCTION pam_owns(person bigint, team bigint, agency bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF person IS NOT NULL THEN RETURN pam_is_me(person); END IF;
  IF team IS NOT NULL THEN
    RETURN EXISTS (SELECT 1 FROM access_team t WHERE t.id = team AND t.principal_id = ANY (pam_principals()));
  END IF;
  RETURN agency = pam_agency();
END $$;

-- The agency of the current reader, if they answer for it (see pam_contacts_of); else none. What it owns itself is theirs
-- to do.
CREATE OR REPLACE FUNCTION pam_answering_agency() RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE us bigint := pam_agency();
BEGIN
  PERFORM 1 FROM actions_action a WHERE a.owner_agency_id = us AND a.owner_id IS NULL AND a.owner_team_id IS NULL LIMIT 1;
  IF NOT FOUND THEN RETURN NULL; END IF;
  PERFORM 1 FROM pam_contacts_of(us, false) c
    WHERE c = (SELECT m.id FROM access_membership m WHERE m.user_id = pam_user() AND m.agency_id = us AND pam_live(m));
  RETURN CASE WHEN FOUND THEN us END;
END $$;

-- Whether the current reader was given a sanitised action that still waits for their reports.
CREATE OR REPLACE FUNCTION pam_may_report(sanitised bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT EXISTS (SELECT 1 FROM actions_sanitisedaction s WHERE s.id = sanitised
    AND s.receiver_id = ANY (pam_principals()) AND s.state IN ('open', 'done', 'declined'))
$$;

-- Actions whose text matches (see pam_search_rows).
CREATE OR REPLACE FUNCTION pam_search_actions(
  query text, words text[], kinds text[], after_tier int, before timestamptz, before_id bigint, most int)
RETURNS TABLE (of_kind text, id bigint, updated timestamptz, tier int)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT * FROM pam_search_rows('actions_action', 'action', NULL, pam_search_query(query, words, '', true),
    pam_search_query(query, words, ':*', true), kinds, after_tier, before, before_id, most)
$$;
