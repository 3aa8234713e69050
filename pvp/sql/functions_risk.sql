-- High risks of cases of the reader's agency that no supervisor has seen: for its supervisors who manage the case or may
-- change the part, never for who graded it. What is due is late, today's is today's.
CREATE OR REPLACE FUNCTION pam_waiting_about_risk(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE us bigint := pam_agency(); now_at timestamptz := statement_timestamp();
BEGIN
  IF NOT pam_is_me(me) OR NOT pam_has_role('{supervisor}') THEN RETURN; END IF;
  RETURN QUERY
    SELECT 'risk_high', h.id, CASE WHEN h.due < now_at THEN 0 ELSE 2 END, timezone('Europe/London', h.due)::date, h.raised_at
      FROM pvp_highrisk h JOIN records_record r ON r.id = h.record_id
     WHERE h.seen_at IS NULL AND r.agency_id = us AND h.author_id <> me
       AND pam_level(h.record_id) >= CASE WHEN h.author_agency_id = us THEN {{CONTRIBUTE}} ELSE {{MANAGE}} END
       AND pam_sees_kind(h.record_id, h.agencies, 'assessment')
     ORDER BY h.due, h.id LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION pam_waiting_about_risk(bigint, int) FROM PUBLIC;

-- People who are to be told about a MARAC, of open cases that the reader leads.
CREATE OR REPLACE FUNCTION pam_waiting_about_marac(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE today date := timezone('Europe/London', statement_timestamp())::date;
BEGIN
  IF NOT pam_is_me(me) THEN RETURN; END IF;
  RETURN QUERY
    SELECT 'marac_tell', m.id, CASE WHEN m.tell_by < today THEN 1 WHEN m.tell_by = today THEN 2 ELSE 4 END, m.tell_by, m.updated
      FROM (SELECT r.id FROM records_record r WHERE r.lead_id = me AND r.closed_at IS NULL AND r.kind = 'pvp' OFFSET 0) own
      JOIN pvp_maracreferral m ON m.record_id = own.id
     WHERE m.told = '' AND m.withdrawn_at IS NULL AND m.tell_by IS NOT NULL AND pam_sees_kind(m.record_id, m.agencies, 'marac')
     ORDER BY m.tell_by, m.id LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION pam_waiting_about_marac(bigint, int) FROM PUBLIC;
