-- What waits for the membership `me` in this room (see pam_waiting): the referrals to their teams, high risks, people to tell.
CREATE OR REPLACE FUNCTION pam_waiting_in_pvp(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE now_at timestamptz := statement_timestamp(); today date := timezone('Europe/London', statement_timestamp())::date;
BEGIN
  IF NOT pam_is_me(me) OR coalesce(pam_clearance() < {{OFFICIAL_SENSITIVE}}, true) THEN RETURN; END IF;
  RETURN QUERY
    SELECT 'referral', t.id,
           CASE WHEN t.due < now_at THEN 1 WHEN t.rating = 'red' OR r.danger = 'yes' AND t.rating = '' THEN 0
                WHEN timezone('Europe/London', t.due)::date <= today THEN 2 ELSE 4 END,
           timezone('Europe/London', t.due)::date, r.sent_at
      FROM access_team own
      JOIN pvp_triage t ON t.team_id = own.id AND t.decided_at IS NULL
      JOIN pvp_referral r ON r.id = t.referral_id
     WHERE own.principal_id = ANY (pam_principals())
     ORDER BY t.due, t.id LIMIT most;
  RETURN QUERY SELECT * FROM pam_waiting_about_risk(me, most);
  RETURN QUERY SELECT * FROM pam_waiting_about_marac(me, most);
END $$;
REVOKE EXECUTE ON FUNCTION pam_waiting_in_pvp(bigint, int) FROM PUBLIC;
