-- The log, for those whose job it is to read it. These functions read past the policies and ask the membership
-- itself who is asking; nothing that a caller says about roles is believed. They answer references, never titles.

-- The memberships whose looks the current reader may ask about: an auditor's are those of the agency, ended ones
-- too; a supervisor's are those who share a team with them.
CREATE OR REPLACE FUNCTION pam_watched() RETURNS SETOF access_membership
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 200
AS $$
BEGIN
  IF pam_has_role('{auditor}') THEN
    RETURN QUERY SELECT * FROM access_membership m WHERE m.agency_id = pam_agency();
  ELSIF pam_has_role('{supervisor}') THEN
    RETURN QUERY SELECT * FROM access_membership m WHERE m.agency_id = pam_agency() AND EXISTS (
      SELECT 1 FROM access_membership_teams theirs
        JOIN access_membership_teams mine ON mine.team_id = theirs.team_id
        JOIN access_membership me ON me.id = mine.membership_id
       WHERE theirs.membership_id = m.id AND me.user_id = pam_user() AND me.agency_id = pam_agency());
  END IF;
END $$;

-- Those people by name: `words` is part of a name, `after` and `after_id` the keyset's cursor.
CREATE OR REPLACE FUNCTION pam_people(words text, wanted_uuid uuid, after text, after_id bigint, max_rows int)
RETURNS TABLE (id bigint, uuid uuid, user_id bigint, name text, post text, teams text, live boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT m.id, m.uuid, m.user_id, u.name::text, m.post::text,
         (SELECT string_agg(t.name, ', ' ORDER BY t.name) FROM access_membership_teams mt
            JOIN access_team t ON t.id = mt.team_id WHERE mt.membership_id = m.id),
         pam_live(m)
    FROM pam_watched() m JOIN access_user u ON u.id = m.user_id
   WHERE (wanted_uuid IS NULL OR m.uuid = wanted_uuid)
     AND (coalesce(words, '') = '' OR position(lower(words) IN lower(u.name)) > 0)
     AND (after IS NULL OR (u.name, m.id) > (after, after_id))
   ORDER BY u.name, m.id LIMIT max_rows
$$;

-- The references of records, as far as the reader is cleared for them; a record that is gone is left out.
CREATE OR REPLACE FUNCTION pam_references(records bigint[], max_rows int) RETURNS text[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT coalesce(array_agg(reference ORDER BY reference), '{}') FROM (
    SELECT r.reference::text FROM records_record r WHERE r.id = ANY (records) AND r.marking <= pam_clearance()
       AND (pam_has_role('{auditor}') OR pam_sees(r.id))
     ORDER BY r.reference LIMIT max_rows) shown
$$;

-- A line of the log as far as its reader may know of the records that it names. Words of it can be case text (why
-- something was shared, what was linked): they go with the sight of each record, for an auditor with the clearance. Why
-- something was done, in its doer's own words, no auditor reads here: see pam_open_reason.
CREATE OR REPLACE FUNCTION pam_line(l audit_logentry) RETURNS audit_logentry
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $$
DECLARE hidden boolean; auditor boolean;
BEGIN
  IF l.what || l.recipient || l.reason = '' THEN RETURN l; END IF;
  auditor := pam_has_role('{auditor}');
  IF auditor THEN l.reason := ''; END IF;
  IF l.records = '{}' THEN
    -- Why a person was suspended, asked for access or broke the glass in vain; and references that they were told about.
    IF NOT auditor THEN
      l.reason := '';
      IF l.what ~ '[A-Za-z]+-[0-9]{2}-[0-9A-Za-z]{4,6}' THEN l.what := ''; END IF;
    END IF;
    RETURN l;
  END IF;
  IF auditor THEN
    hidden := EXISTS (SELECT 1 FROM records_record r WHERE r.id = ANY (l.records) AND r.marking > pam_clearance());
  ELSE
    hidden := NOT pam_sees_all(l.records);
  END IF;
  IF hidden THEN l.what := ''; l.recipient := ''; l.reason := ''; END IF;
  RETURN l;
END $$;
REVOKE EXECUTE ON FUNCTION pam_line(audit_logentry) FROM PUBLIC;

-- What one of those people did, newest first, acting for the reader's agency. `since` and `until` bound the time.
CREATE OR REPLACE FUNCTION pam_log_of_person(
  person uuid, wanted text, since timestamptz, until timestamptz, before bigint, max_rows int)
RETURNS SETOF audit_logentry
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE of_user bigint;
BEGIN
  SELECT m.user_id INTO of_user FROM pam_watched() m WHERE m.uuid = person;
  IF NOT FOUND THEN RETURN; END IF;
  RETURN QUERY EXECUTE 'SELECT (f.one).* FROM (SELECT pam_line(l) AS one FROM audit_logentry l WHERE l.actor_id = $1 AND l.agency_id = $2'
    || CASE WHEN coalesce(wanted, '') <> '' THEN ' AND l.verb = $3' ELSE '' END
    || CASE WHEN since IS NOT NULL THEN ' AND l.at >= $4' ELSE '' END
    || CASE WHEN until IS NOT NULL THEN ' AND l.at < $5' ELSE '' END
    || CASE WHEN before IS NOT NULL THEN ' AND l.id < $6' ELSE '' END
    || ' ORDER BY l.id DESC LIMIT $7 OFFSET 0) f'
    USING of_user, pam_agency(), wanted, since, until, before, max_rows;
END $$;

-- A record by its reference or its address, for an auditor of the agency that owns it.
CREATE OR REPLACE FUNCTION pam_audited(named text, wanted_uuid uuid) RETURNS TABLE (id bigint, uuid uuid, reference text, kind text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT r.id, r.uuid, r.reference::text, r.kind::text FROM records_record r
   WHERE (r.uuid = wanted_uuid OR (wanted_uuid IS NULL AND r.reference = named)) AND r.agency_id = pam_agency()
     AND r.marking <= pam_clearance() AND pam_has_role('{auditor}')
$$;

-- The same line as the log of one record tells it: what it says of others is no business there, and the reason (in its
-- doer's own words) is for those who manage the record.
CREATE OR REPLACE FUNCTION pam_line_of(l audit_logentry, record bigint, manages boolean) RETURNS audit_logentry
LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT manages THEN l.reason := ''; END IF;
  -- One request's id on the lines of two records would say that both were in it.
  IF cardinality(l.records) > 1 THEN
    l.records := ARRAY[record]; l.what := ''; l.reason := ''; l.request_id := '';
  END IF;
  RETURN l;
END $$;

-- Who looked at a record, newest first: for those who manage it, and for auditors of the agency that owns it.
-- Outside of the owning agency one is told about one's own agency alone: other lines would give away parts that are hidden.
CREATE OR REPLACE FUNCTION pam_record_access_log(
  record bigint, wanted text, since timestamptz, until timestamptz, before bigint, max_rows int)
RETURNS SETOF audit_logentry
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE owns boolean; manages boolean := pam_level(record) >= {{MANAGE}};
BEGIN
  owns := EXISTS (SELECT 1 FROM records_record r WHERE r.id = record AND r.agency_id = pam_agency());
  IF NOT manages THEN
    PERFORM 1 FROM records_record r WHERE r.id = record AND r.agency_id = pam_agency()
      AND r.marking <= pam_clearance() AND pam_has_role('{auditor}');
    IF NOT FOUND THEN RETURN; END IF;
  END IF;
  RETURN QUERY SELECT (f.one).* FROM (
    SELECT pam_line_of(l, record, manages) AS one FROM audit_logentry l
    WHERE l.records && pam_with_merged(record) AND (before IS NULL OR l.id < before)
      AND (coalesce(wanted, '') = '' OR l.verb = wanted)
      AND (since IS NULL OR l.at >= since) AND (until IS NULL OR l.at < until)
      AND (owns OR l.agency_id = pam_agency())
    ORDER BY l.id DESC LIMIT max_rows OFFSET 0) f;
END $$;

-- The same line on the receiving side: why another agency gave what is its own, and from which address, is its own too.
CREATE OR REPLACE FUNCTION pam_line_received(l audit_logentry) RETURNS audit_logentry
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM records_record r WHERE r.id = ANY (l.records) AND r.agency_id = pam_agency();
  IF NOT FOUND AND l.agency_id IS DISTINCT FROM pam_agency() THEN l.reason := ''; l.address := NULL; l.request_id := ''; END IF;
  RETURN pam_line(l);
END $$;
REVOKE EXECUTE ON FUNCTION pam_line_received(audit_logentry) FROM PUBLIC;

-- What was disclosed to one agency (or to any other), newest first, for auditors: what their own agency gave or
-- owns, and what was given to it.
CREATE OR REPLACE FUNCTION pam_disclosed(
  receiver bigint, since timestamptz, until timestamptz, before bigint, max_rows int)
RETURNS SETOF audit_logentry
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT pam_has_role('{auditor}') THEN RETURN; END IF;
  RETURN QUERY EXECUTE 'SELECT (f.one).* FROM (SELECT pam_line_received(l) AS one FROM audit_logentry l WHERE l.verb = ''disclosure'''
    || CASE WHEN receiver IS NULL THEN '' ELSE ' AND l.recipient_agency_id = $1' END
    || CASE WHEN since IS NULL THEN '' ELSE ' AND l.at >= $2' END
    || CASE WHEN until IS NULL THEN '' ELSE ' AND l.at < $3' END
    || CASE WHEN before IS NULL THEN '' ELSE ' AND l.id < $4' END
    || ' AND (l.agency_id = $5 OR l.recipient_agency_id = $5 OR EXISTS (SELECT 1 FROM records_record r'
    || ' WHERE r.id = ANY (l.records) AND r.agency_id = $5)) ORDER BY l.id DESC LIMIT $6 OFFSET 0) f'
    USING receiver, since, until, before, pam_agency(), max_rows;
END $$;

-- Whether the current reader, an auditor, may open the reason of a line: a person of their agency wrote it, or it was
-- done with one record of their agency and no other; as far as they are cleared.
CREATE OR REPLACE FUNCTION pam_may_open_reason(l audit_logentry) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN l.reason <> '' AND pam_has_role('{auditor}')
    AND (l.agency_id = pam_agency() OR cardinality(l.records) = 1 AND EXISTS (
      SELECT 1 FROM records_record r WHERE r.id = l.records[1] AND r.agency_id = pam_agency()))
    AND NOT EXISTS (SELECT 1 FROM records_record r WHERE r.id = ANY (l.records) AND r.marking > pam_clearance());
END $$;
REVOKE EXECUTE ON FUNCTION pam_may_open_reason(audit_logentry) FROM PUBLIC;

-- Those of these lines whose reason the current reader may open.
CREATE OR REPLACE FUNCTION pam_openable_reasons(lines bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 20
AS $$ SELECT l.id FROM audit_logentry l WHERE l.id = ANY (lines) AND pam_may_open_reason(l) $$;

-- A line whose reason the current reader may open, without it.
CREATE OR REPLACE FUNCTION pam_line_to_open(line bigint) RETURNS SETOF audit_logentry
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 1
AS $$
  SELECT (f.one).* FROM (
    SELECT pam_line(l) AS one FROM audit_logentry l WHERE l.id = line AND pam_may_open_reason(l) OFFSET 0) f
$$;

-- Why something was done, in its doer's own words, to an auditor who says for which purpose: nobody reads it without a
-- line of the log that says so. NULL for a line that is not theirs to open.
CREATE OR REPLACE FUNCTION pam_open_reason(line bigint, purpose text, from_address inet, request text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE l audit_logentry;
BEGIN
  SELECT * INTO l FROM audit_logentry x WHERE x.id = line AND pam_may_open_reason(x);
  IF l.id IS NULL THEN RETURN NULL; END IF;
  IF trim(coalesce(purpose, '')) = '' THEN
    RAISE EXCEPTION 'a reason is opened for a purpose' USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO audit_logentry (verb, how, actor_id, actor_name, agency_id, agency_name, address, records, what, reason, request_id,
      {{OTHER_COLUMNS}})
    SELECT 'consultation', 'open reason', u.id, u.name, a.id, a.name, from_address, l.records,
      format('Line %s of the log', line), trim(purpose), request, {{THEIR_DEFAULTS}}
      FROM access_user u, access_agency a WHERE u.id = pam_user() AND a.id = pam_agency();
  RETURN l.reason;
END $$;
