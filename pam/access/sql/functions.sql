-- The gate's questions, asked by row-level security and by triggers.
-- Functions that read past the policies are SECURITY DEFINER, with a pinned search_path.

-- When a grant stops by itself: its own end or its agreement's, whichever comes first.
CREATE OR REPLACE FUNCTION pam_grant_ends(g access_grant) RETURNS timestamptz LANGUAGE sql STABLE
AS $$ SELECT {{grant_ends}} $$;

-- Whether a grant works at this moment, by the clock.
CREATE OR REPLACE FUNCTION pam_grant_lives(g access_grant) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT {{grant_lives}} $$;

-- Whether a membership is in force at this moment: started, not ended, not suspended, and its person active.
CREATE OR REPLACE FUNCTION pam_live(m access_membership) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT {{membership_is_live}} $$;

-- guardian's permission for a level.
CREATE OR REPLACE FUNCTION pam_permission(wanted int) RETURNS int
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT p.id FROM auth_permission p JOIN django_content_type c ON c.id = p.content_type_id
   WHERE c.app_label = 'records' AND c.model = 'record' AND p.codename = {{codename}}
$$;

-- Says for the rest of the transaction who is reading: the one that a ticket of the application names (pam/db/tickets.py).
-- Whatever they may see is worked out here, from what is in force at this moment. '' is nobody and needs no ticket.
-- One function that calls no other: it is asked once a request (bin/bench wall).
CREATE OR REPLACE FUNCTION pam_read_as(who text, at bigint, mac text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE named text := split_part(who, ' ', 1); told text := '';
BEGIN
  IF who <> '' AND NOT {{ticket_holds}} THEN
    RAISE EXCEPTION 'this ticket was not signed with the key of this database: run migrate with the SECRET_KEY of the web server'
      USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF named = 'membership' OR named = 'former' THEN
    SELECT concat(m.principal_id, ',', a.principal_id, (SELECT string_agg(',' || t.principal_id, '')
             FROM access_membership_teams mt JOIN access_team t ON t.id = mt.team_id WHERE mt.membership_id = m.id),
             ' ', m.agency_id, ' ', m.clearance, ' ', m.user_id, ' ') INTO told
      FROM access_membership m JOIN access_agency a ON a.id = m.agency_id
     WHERE m.id = split_part(who, ' ', 2)::bigint AND (named = 'former' OR ({{membership_is_live}}));
  ELSIF named = 'principal' THEN
    SELECT concat(p.group_ptr_id, ',', a.principal_id, ' ', p.agency_id, ' ', split_part(who, ' ', 3)::int, '  ') INTO told
      FROM access_principal p JOIN access_agency a ON a.id = p.agency_id
     WHERE p.group_ptr_id = split_part(who, ' ', 2)::int AND p.kind <> 'person';
  ELSIF named = 'job' THEN
    told := '    ' || split_part(who, ' ', 2);
  ELSIF named = 'person' THEN
    told := '     ' || split_part(who, ' ', 2)::bigint;
  END IF;
  PERFORM set_config('{{TOLD}}', coalesce(told, ''), true);
END $$;

-- Whether a ticket was signed by the application, not long ago: HMAC-SHA256, of which PostgreSQL itself has the SHA-256.
CREATE OR REPLACE FUNCTION pam_ticket_holds(who text, at bigint, mac text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ BEGIN RETURN {{ticket_holds}}; END $$;
REVOKE EXECUTE ON FUNCTION pam_ticket_holds(text, bigint, text) FROM PUBLIC;

-- The hash of the password of the person that a ticket names: nobody else reads one.
CREATE OR REPLACE FUNCTION pam_password_of(who text, at bigint, mac text) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT (who LIKE 'person %' AND pam_ticket_holds(who, at, mac)) THEN
    RAISE EXCEPTION 'the application did not say whose password' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN (SELECT u.password FROM access_user u WHERE u.id = split_part(who, ' ', 2)::bigint);
END $$;

-- Keeps a new password, and when that person last signed in.
CREATE OR REPLACE FUNCTION pam_change_user(who text, at bigint, mac text, hashed text, seen timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT (who LIKE 'person %' AND pam_ticket_holds(who, at, mac)) THEN
    RAISE EXCEPTION 'the application did not say who changes' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE access_user u SET password = coalesce(hashed, u.password), last_login = coalesce(seen, u.last_login)
   WHERE u.id = split_part(who, ' ', 2)::bigint;
END $$;

-- The truth for one record and anyone's principals: 0 nothing, 1 signpost … 4 manage. Clearance is apart.
CREATE OR REPLACE FUNCTION pam_reach_of(record bigint, theirs int[]) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1 SET search_path = public, pg_temp
AS $$
DECLARE reach int;
BEGIN
  IF theirs IS NULL THEN RETURN 0; END IF;
  PERFORM 1 FROM records_record r JOIN access_team t ON t.id = r.team_id
    WHERE r.id = record AND t.principal_id = ANY (theirs);
  IF FOUND THEN RETURN {{MANAGE}}; END IF;
  SELECT max(g.level) INTO reach FROM access_grant g
    WHERE g.record_id = record AND g.group_id = ANY (theirs) AND pam_grant_lives(g);
  RETURN coalesce(reach, 0);
END $$;
REVOKE EXECUTE ON FUNCTION pam_reach_of(bigint, int[]) FROM PUBLIC;

-- The same of the current reader's own principals; the web role learns nothing of others'.
-- Its cost is what it costs in a list, where few rows have something that has run out: else plans fear each row.
CREATE OR REPLACE FUNCTION pam_reach(record bigint, mine int[]) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1 SET search_path = public, pg_temp
AS $$
BEGIN
  IF pam_asked_by_web() AND (mine <@ pam_principals()) IS NOT TRUE THEN RETURN 0; END IF;
  RETURN pam_reach_of(record, mine);
END $$;

-- The same for parts of one kind: a grant that names kinds reaches those alone.
CREATE OR REPLACE FUNCTION pam_reach_part(record bigint, mine int[], kind text) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1 SET search_path = public, pg_temp
AS $$
DECLARE reach int;
BEGIN
  IF mine IS NULL OR (pam_asked_by_web() AND (mine <@ pam_principals()) IS NOT TRUE) THEN RETURN 0; END IF;
  PERFORM 1 FROM records_record r JOIN access_team t ON t.id = r.team_id
    WHERE r.id = record AND t.principal_id = ANY (mine);
  IF FOUND THEN RETURN {{MANAGE}}; END IF;
  SELECT max(g.level) INTO reach FROM access_grant g
    WHERE g.record_id = record AND g.group_id = ANY (mine) AND (g.kinds IS NULL OR kind = ANY (g.kinds)) AND pam_grant_lives(g);
  RETURN coalesce(reach, 0);
END $$;

-- Which principals see the parts of a kind of a record that the current reader sees: its readers whose reach has not ended.
CREATE OR REPLACE FUNCTION pam_live_readers(record bigint, of_kind text) RETURNS SETOF int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF pam_asked_by_web() AND NOT pam_sees(record) THEN RETURN; END IF;
  RETURN QUERY SELECT p FROM records_record r, unnest(r.readers) p
    WHERE r.id = record AND (
      EXISTS (SELECT 1 FROM access_team t WHERE t.id = r.team_id AND t.principal_id = p)
      OR EXISTS (SELECT 1 FROM access_grant g WHERE g.record_id = record AND g.group_id = p AND g.level >= {{VIEW}}
                  AND (g.kinds IS NULL OR of_kind = ANY (g.kinds)) AND pam_grant_lives(g)));
END $$;

-- The level of the current reader on a record, clearance included.
CREATE OR REPLACE FUNCTION pam_level(record bigint) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM records_record r WHERE r.id = record AND r.marking <= pam_clearance();
  IF NOT FOUND THEN RETURN 0; END IF;
  RETURN pam_reach(record, pam_principals());
END $$;

-- Whether the current reader may open a record. NULL (no record) is nothing to hide.
CREATE OR REPLACE FUNCTION pam_sees(record bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM records_record r WHERE r.id = record AND {{may_see_record}};
  RETURN FOUND;
END $$;

CREATE OR REPLACE FUNCTION pam_sees_also(record bigint) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT record IS NULL OR pam_sees(record) $$;

CREATE OR REPLACE FUNCTION pam_sees_all(records bigint[]) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT coalesce(bool_and(pam_sees(r)), true) FROM unnest(records) r $$;

-- Whether the current reader may see a part: its record (shared with parts of this kind), for their agency among others.
CREATE OR REPLACE FUNCTION pam_sees_kind(record bigint, for_agencies bigint[], of_kind text) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM records_record r WHERE r.id = record AND {{may_see_part}};
  RETURN FOUND;
END $$;

-- The readers of a part: the record's, narrowed to the agencies that the part is addressed to (NULL: to all of them).
CREATE OR REPLACE FUNCTION pam_part_readers(readers int[], agencies bigint[])
RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT CASE WHEN agencies IS NULL THEN readers ELSE ARRAY(
    SELECT p.group_ptr_id FROM access_principal p
     WHERE p.group_ptr_id = ANY (readers) AND p.agency_id = ANY (agencies) ORDER BY p.group_ptr_id) END
$$;
REVOKE EXECUTE ON FUNCTION pam_part_readers(int[], bigint[]) FROM PUBLIC;

-- Those of the readers of a part who no grant keeps from parts of this kind.
CREATE OR REPLACE FUNCTION pam_readers_of_kind(readers int[], record bigint, kind text)
RETURNS int[] LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT ARRAY(SELECT p FROM unnest(readers) p WHERE NOT EXISTS (
    SELECT 1 FROM access_grant g WHERE g.record_id = record AND g.group_id = p AND NOT kind = ANY (g.kinds)) ORDER BY p)
$$;
REVOKE EXECUTE ON FUNCTION pam_readers_of_kind(int[], bigint, text) FROM PUBLIC;

-- Whether the current reader may pass a record on: of the owner team, or reached by no share that forbids it.
CREATE OR REPLACE FUNCTION pam_may_pass_on(record bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM records_record r JOIN access_team t ON t.id = r.team_id
    WHERE r.id = record AND t.principal_id = ANY (pam_principals());
  IF FOUND THEN RETURN true; END IF;
  PERFORM 1 FROM access_grant g JOIN access_handlingcondition c ON c.code = ANY (g.conditions) AND c.no_onward
    WHERE g.record_id = record AND g.group_id = ANY (pam_principals()) AND pam_grant_lives(g);
  RETURN NOT FOUND;
END $$;

-- Whether a membership is the one that the current reader acts in, and is in force.
CREATE OR REPLACE FUNCTION pam_is_me(membership bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT EXISTS (SELECT 1 FROM access_membership m WHERE m.id = membership AND m.user_id = pam_user()
    AND m.agency_id = pam_agency() AND pam_live(m))
$$;

-- Whether the current reader holds one of these roles in the agency that they act for, at this moment.
CREATE OR REPLACE FUNCTION pam_has_role(wanted text[]) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM access_membership m
    WHERE m.user_id = pam_user() AND m.agency_id = pam_agency() AND m.roles::text[] && wanted AND pam_live(m);
  RETURN FOUND;
END $$;

-- Who answers others' questions for an agency: the team of its contact point; without one its supervisors, without
-- any its officers. Once a question was left unanswered, the supervisors too.
CREATE OR REPLACE FUNCTION pam_contacts_of(of_agency bigint, escalated boolean) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  WITH live AS (
    SELECT m.id, m.roles, EXISTS (SELECT 1 FROM access_contactpoint c JOIN access_membership_teams t ON t.team_id = c.team_id
                                   WHERE c.agency_id = of_agency AND t.membership_id = m.id) AS named
      FROM access_membership m WHERE m.agency_id = of_agency AND pam_live(m))
  SELECT id FROM live WHERE named
     OR ('supervisor' = ANY (roles) AND (escalated OR NOT EXISTS (SELECT 1 FROM live WHERE named)))
     OR ('officer' = ANY (roles) AND NOT EXISTS (SELECT 1 FROM live WHERE named OR 'supervisor' = ANY (roles)))
$$;

-- What an agency's administrator may write, and what they may know of the work of a person who leaves: numbers.

-- Whether the current reader administers an agency: asked of the live membership, not of a setting.
CREATE OR REPLACE FUNCTION pam_administers(of_agency bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM access_membership m
    WHERE m.user_id = pam_user() AND m.agency_id = of_agency AND of_agency = pam_agency()
      AND 'administrator' = ANY (m.roles) AND pam_live(m);
  RETURN FOUND;
END $$;

-- Whether the current reader looks after an agreement: administers the agency that keeps it, or owns it. Asked of the
-- row as it is, so that nobody makes themselves the owner of a new one.
CREATE OR REPLACE FUNCTION pam_maintains_agreement(number bigint, kept_by bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF pam_administers(kept_by) THEN RETURN true; END IF;
  PERFORM 1 FROM access_agreement a JOIN access_membership m ON m.id = a.owner_id
    WHERE a.id = number AND m.user_id = pam_user() AND m.agency_id = a.agency_id AND m.agency_id = pam_agency()
      AND pam_live(m);
  RETURN FOUND;
END $$;

-- How many records the planner expects the current reader to see.
CREATE OR REPLACE FUNCTION pam_estimate_visible_rows() RETURNS float8
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ BEGIN RETURN pam_expected('records_record', format('readers && %L::int[]', pam_principals())); END $$;
