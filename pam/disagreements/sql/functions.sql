-- What waits for the membership `me` in this room (see pam_waiting, which calls it for the current reader): the open escalations
-- of the records that they lead or that they raised, and the decisions not to share that are to be looked at again.
CREATE OR REPLACE FUNCTION pam_waiting_in_disagreements(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE now_at timestamptz := statement_timestamp(); today date := timezone('Europe/London', statement_timestamp())::date;
BEGIN
  IF NOT pam_is_me(me) THEN RETURN; END IF;
  RETURN QUERY
    (SELECT 'escalation', e.id,
            CASE WHEN e.due < now_at THEN 1 WHEN timezone('Europe/London', e.due)::date <= today THEN 2 ELSE 4 END,
            timezone('Europe/London', e.due)::date, e.since
       FROM (SELECT x.* FROM (SELECT r.id FROM records_record r WHERE r.lead_id = me AND r.closed_at IS NULL OFFSET 0) own
               JOIN disagreements_escalation x ON x.record_id = own.id WHERE x.settled_on IS NULL
             UNION
             SELECT x.* FROM disagreements_escalation x WHERE x.author_id = me AND x.settled_on IS NULL) e
      WHERE pam_sees_kind(e.record_id, e.agencies, 'escalation')
      ORDER BY e.due, e.id LIMIT most)
    UNION ALL
    (SELECT 'not_shared', n.id, CASE WHEN n.review_on < today THEN 1 WHEN n.review_on = today THEN 2 ELSE 4 END, n.review_on, n.created
       FROM (SELECT x.* FROM (SELECT r.id FROM records_record r WHERE r.lead_id = me AND r.closed_at IS NULL OFFSET 0) own
               JOIN disagreements_notshared x ON x.record_id = own.id WHERE x.ended_on IS NULL AND x.review_on <= today + 7
             UNION
             SELECT x.* FROM disagreements_notshared x WHERE x.author_id = me AND x.ended_on IS NULL AND x.review_on <= today + 7) n
      WHERE pam_sees_kind(n.record_id, n.agencies, 'not_shared')
      ORDER BY n.review_on, n.id LIMIT most);
END $$;
REVOKE EXECUTE ON FUNCTION pam_waiting_in_disagreements(bigint, int) FROM PUBLIC;
