-- What records know of subjects: numbers, addresses and other names that match (see pam_search_rows). No stems, as of names.
CREATE OR REPLACE FUNCTION pam_search_particulars(
  query text, words text[], kinds text[], after_tier int, before timestamptz, before_id bigint, most int)
RETURNS TABLE (of_kind text, id bigint, updated timestamptz, tier int)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT * FROM pam_search_rows('subjects_particular', 'subject', NULL,
    pam_search_query(query, words, '', false), pam_search_query(query, words, ':*', false), kinds, after_tier, before, before_id, most)
$$;
