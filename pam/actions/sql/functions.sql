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
  SELECT * FROM pam_search_rows('actions_action', 'action', pam_search_query(query, words, '', true),
    pam_search_query(query, words, ':*', true), kinds, after_tier, before, before_id, most)
$$;
