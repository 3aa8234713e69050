-- Whether the current reader changes a saved search: who saved it, or who manages the team that it is for.
CREATE OR REPLACE FUNCTION pam_keeps_search(principal int, author bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT principal = ANY (pam_principals()) AND (pam_is_me(author)
    OR EXISTS (SELECT 1 FROM access_team t WHERE t.principal_id = principal AND pam_is_me(t.manager_id)))
$$;
