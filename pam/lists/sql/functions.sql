-- Whether the current reader changes a view of a list: who saved it, or who manages the team that it is for.
CREATE OR REPLACE FUNCTION pam_keeps_view(principal int, author bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT principal = ANY (pam_principals()) AND (pam_is_me(author)
    OR EXISTS (SELECT 1 FROM access_team t WHERE t.principal_id = principal AND pam_is_me(t.manager_id)))
$$;

-- The current reader's views of a list and those of their teams, by name, at most `most`; as pam/lists/selectors.py reads them.
CREATE OR REPLACE FUNCTION pam_views_of(code text, most int) RETURNS jsonb
LANGUAGE plpgsql STABLE
AS $$
BEGIN
  RETURN (SELECT coalesce(jsonb_agg(jsonb_build_object('id', v.id, 'uuid', v.uuid, 'principal_id', v.principal_id, 'author_id', v.author_id,
           'listed', v.listed, 'name', v.name, 'query', v.query, 'without', v.without, 'roomy', v.roomy, 'opens', v.opens,
           'team', CASE WHEN v.team_id IS NOT NULL THEN
             jsonb_build_object('id', v.team_id, 'name', v.team_name, 'manager_id', v.manager_id) END)
           ORDER BY pam_fold(v.name) COLLATE "C", v.id), '[]'::jsonb)
    FROM (SELECT s.*, t.id AS team_id, t.name AS team_name, t.manager_id FROM lists_savedview s
            LEFT JOIN access_team t ON t.principal_id = s.principal_id
           WHERE s.principal_id = ANY (pam_principals()) AND s.listed = code
           ORDER BY pam_fold(s.name) COLLATE "C", s.id LIMIT most) v);
END $$;
