-- Whose calendar has this private address: the number of a membership in force, or nothing.
CREATE OR REPLACE FUNCTION pam_calendar_feed(secret text) RETURNS bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT m.id FROM exchange_calendarfeed f JOIN access_membership m ON m.id = f.membership_id
   WHERE f.key_hash = encode(sha256(convert_to(secret, 'UTF8')), 'hex') AND f.ended_at IS NULL AND pam_live(m)
$$;
