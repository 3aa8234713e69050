-- Transfers (pam/transfers): proposed by who manages a record, answered by the team that would take it over.

-- Whether the current reader may answer what is proposed to a team: a supervisor in it, or its manager, cleared for it.
CREATE OR REPLACE FUNCTION pam_takes_transfer(number bigint, its_marking int) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM access_team t WHERE t.id = number AND t.principal_id = ANY (pam_principals())
    AND its_marking <= pam_clearance() AND (pam_has_role('{supervisor}') OR pam_is_me(t.manager_id));
  RETURN FOUND;
END $$;

-- Whether the current reader takes the package of a transfer away: who accepted it.
CREATE OR REPLACE FUNCTION pam_takes_package(number bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM transfers_transfer t WHERE t.id = number AND t.state = 'accepted' AND t.to_agency_id <> t.record_agency_id
    AND pam_is_me(t.answered_by_id) AND pam_takes_transfer(t.to_team_id, t.marking);
  RETURN FOUND;
END $$;

-- A record changes teams within its agency, once, for the person who accepted that. False where it changed teams meanwhile.
CREATE OR REPLACE FUNCTION pam_take_over(wanted bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE t transfers_transfer;
BEGIN
  SELECT x.* INTO t FROM transfers_transfer x
   WHERE x.id = wanted AND x.state = 'accepted' AND x.moved_at IS NULL AND x.to_agency_id = x.record_agency_id
     AND pam_is_me(x.answered_by_id) AND pam_takes_transfer(x.to_team_id, x.marking) FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE records_record SET team_id = t.to_team_id
   WHERE id = t.record_id AND team_id = t.from_team_id AND agency_id = t.record_agency_id AND closed_at IS NULL
     AND marking <= pam_clearance();
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE transfers_transfer SET moved_at = clock_timestamp() WHERE id = t.id;
  RETURN true;
END $$;

-- What waits for the membership `me` in this room (see pam_waiting): transfers to answer, and own ones that are not answered.
CREATE OR REPLACE FUNCTION pam_waiting_in_transfers(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE today date := timezone('Europe/London', statement_timestamp())::date;
BEGIN
  IF NOT pam_is_me(me) THEN RETURN; END IF;
  RETURN QUERY
    (SELECT 'transfer', t.id, CASE WHEN t."on" < today THEN 1 WHEN t."on" = today THEN 2 ELSE 4 END, t."on", t.proposed_at
       FROM (SELECT x.id FROM access_team x WHERE x.principal_id = ANY (pam_principals()) OFFSET 0) own
       JOIN transfers_transfer t ON t.to_team_id = own.id
      WHERE t.state = 'waiting' AND t.proposed_by_id <> me AND pam_takes_transfer(t.to_team_id, t.marking)
      ORDER BY t."on", t.id LIMIT most)
    UNION ALL
    (SELECT 'transfer_sent', t.id, 4, NULL::date, t.proposed_at FROM transfers_transfer t
      WHERE t.proposed_by_id = me AND t.state = 'waiting' AND t.marking <= pam_clearance() ORDER BY t.proposed_at, t.id LIMIT most);
END $$;
REVOKE EXECUTE ON FUNCTION pam_waiting_in_transfers(bigint, int) FROM PUBLIC;
