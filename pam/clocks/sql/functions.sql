-- What waits for the membership `me` in this room (see pam_waiting, which calls it for the current reader): the running clocks
-- of the records that they lead, from their first warning on.
CREATE OR REPLACE FUNCTION pam_waiting_in_clocks(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE now_at timestamptz := statement_timestamp(); today date := timezone('Europe/London', statement_timestamp())::date;
BEGIN
  IF NOT pam_is_me(me) THEN RETURN; END IF;
  RETURN QUERY
    SELECT 'clock', c.id,
           CASE WHEN c.due < now_at THEN 1 WHEN timezone('Europe/London', c.due)::date = today THEN 2 ELSE 4 END,
           timezone('Europe/London', c.due)::date, c.warn_from
      FROM (SELECT r.id FROM records_record r WHERE r.lead_id = me AND r.closed_at IS NULL OFFSET 0) own
      JOIN clocks_clock c ON c.record_id = own.id
     WHERE c.state = 'running' AND c.warn_from <= now_at AND pam_sees_kind(c.record_id, c.agencies, 'clock')
     ORDER BY c.due, c.id LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION pam_waiting_in_clocks(bigint, int) FROM PUBLIC;
