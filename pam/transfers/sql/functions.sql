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

-- Whether what is proposed to another agency may still go, asked by who would accept it, who is another person than the one who
-- proposed it: the record is as high as it was and still of that team, the agreement is in force, and each packed row is a row of
-- that record which is still there, marked no higher and for no fewer than when it was packed.
CREATE OR REPLACE FUNCTION pam_transfer_stands(number bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE t transfers_transfer; packed jsonb; place text; its jsonb; still bigint;
BEGIN
  SELECT x.* INTO t FROM transfers_transfer x WHERE x.id = number AND pam_takes_transfer(x.to_team_id, x.marking)
     AND NOT EXISTS (SELECT 1 FROM access_membership m WHERE m.id = x.proposed_by_id AND m.user_id = pam_user());
  IF NOT FOUND THEN RETURN false; END IF;
  SELECT p.rows INTO packed FROM transfers_transferpackage p WHERE p.transfer_id = number;
  PERFORM 1 FROM records_record r WHERE r.id = t.record_id AND r.agency_id = t.record_agency_id AND r.team_id = t.from_team_id
     AND r.closed_at IS NULL AND r.marking <= coalesce((packed -> 'head' ->> 'marking')::int, t.marking);
  IF packed IS NULL OR NOT FOUND THEN RETURN false; END IF;
  IF t.agreement_id IS NOT NULL THEN
    PERFORM 1 FROM access_agreement a JOIN access_agreement_parties g ON g.agreement_id = a.id AND g.agency_id = t.record_agency_id
      JOIN access_agreement_parties h ON h.agreement_id = a.id AND h.agency_id = t.to_agency_id
     WHERE a.id = t.agreement_id AND {{agreement_in_force}};
    IF NOT FOUND THEN RETURN false; END IF;
  END IF;
  FOR place, its IN SELECT lower(replace(x ->> 'model', '.', '_')), jsonb_agg(x) FROM jsonb_array_elements(packed -> 'rows') x GROUP BY 1 LOOP
    IF to_regclass('public.' || quote_ident(place)) IS NULL THEN RETURN false; END IF;
    EXECUTE format('SELECT count(*) FROM jsonb_array_elements($1) w JOIN %I p ON p.uuid = (w ->> ''uuid'')::uuid
        CROSS JOIN LATERAL (SELECT to_jsonb(p) AS j) now
      WHERE p.record_id = $2 AND p.author_agency_id = $3
        AND CASE WHEN p.agencies IS NULL THEN true WHEN p.agencies = ARRAY[$3] THEN (w ->> ''alone'')::boolean ELSE (w ->> ''narrow'')::boolean END
        AND coalesce((j ->> ''own_marking'')::int, 0) <= coalesce((w ->> ''marking'')::int, 0)
        AND (w -> ''file'' IS NULL OR w -> ''file'' ->> ''stored'' = j ->> ''file'')
        AND coalesce(j ->> ''ended_at'', j ->> ''withdrawn_at'', j ->> ''removed_at'', j ->> ''struck_at'') IS NULL', place)
      INTO still USING its, t.record_id, t.record_agency_id;
    IF still <> jsonb_array_length(its) THEN RETURN false; END IF;
  END LOOP;
  RETURN true;
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
