-- What records know of subjects: numbers, addresses and other names that match (see pam_search_rows). No stems, as of names.
CREATE OR REPLACE FUNCTION pam_search_particulars(
  query text, words text[], kinds text[], after_tier int, before timestamptz, before_id bigint, most int)
RETURNS TABLE (of_kind text, id bigint, updated timestamptz, tier int)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT * FROM pam_search_rows('subjects_particular', 'subject', NULL,
    pam_search_query(query, words, '', false), pam_search_query(query, words, ':*', false), kinds, after_tier, before, before_id, most)
$$;

-- What waits for the membership `me` in this room (see pam_waiting, which calls it for the current reader): the warnings in the
-- records that they lead, from a week before their review date on.
CREATE OR REPLACE FUNCTION pam_waiting_in_subjects(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE today date := timezone('Europe/London', statement_timestamp())::date;
BEGIN
  IF NOT pam_is_me(me) THEN RETURN; END IF;
  RETURN QUERY
    SELECT 'warning', w.id, CASE WHEN w.review_on < today THEN 1 WHEN w.review_on = today THEN 2 ELSE 4 END, w.review_on, w.updated
      FROM (SELECT r.id FROM records_record r WHERE r.lead_id = me AND r.closed_at IS NULL OFFSET 0) own
      JOIN subjects_warningmarker w ON w.record_id = own.id
     WHERE w.ended_at IS NULL AND w.review_on <= today + 7 AND pam_sees_kind(w.record_id, w.agencies, 'subject')
     ORDER BY w.review_on, w.id LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION pam_waiting_in_subjects(bigint, int) FROM PUBLIC;
