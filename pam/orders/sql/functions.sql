-- What waits for the membership `me` in this room (see pam_waiting, which calls it for the current reader): the orders in force
-- of the records that they lead which end soon, from the day on which their agency is told about them.
CREATE OR REPLACE FUNCTION pam_waiting_in_orders(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE today date := timezone('Europe/London', statement_timestamp())::date;
BEGIN
  IF NOT pam_is_me(me) THEN RETURN; END IF;
  RETURN QUERY
    SELECT 'order', o.id, CASE WHEN o."end" = today THEN 2 ELSE 4 END, o."end", o.updated
      FROM (SELECT r.id, r.agency_id FROM records_record r WHERE r.lead_id = me AND r.closed_at IS NULL OFFSET 0) own
      JOIN orders_order o ON o.record_id = own.id
     WHERE o.discharged_on IS NULL AND o.start <= today AND o."end" >= today
       AND o."end" <= today + coalesce((pam_setting('orders.ending_days', own.agency_id) #>> '{}')::int, 28)
       AND pam_sees_kind(o.record_id, o.agencies, 'subject')
     ORDER BY o."end", o.id LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION pam_waiting_in_orders(bigint, int) FROM PUBLIC;
