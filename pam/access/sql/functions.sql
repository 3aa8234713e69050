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

-- The truth for one record and a reader's principals: 0 nothing, 1 signpost … 4 manage. Clearance is apart.
-- Its cost is what it costs in a list, where few rows have something that has run out: else plans fear each row.
CREATE OR REPLACE FUNCTION pam_reach(record bigint, mine int[]) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1 SET search_path = public, pg_temp
AS $$
DECLARE reach int;
BEGIN
  IF mine IS NULL THEN RETURN 0; END IF;
  PERFORM 1 FROM records_record r JOIN access_team t ON t.id = r.team_id
    WHERE r.id = record AND t.principal_id = ANY (mine);
  IF FOUND THEN RETURN {{MANAGE}}; END IF;
  SELECT max(g.level) INTO reach FROM access_grant g
    WHERE g.record_id = record AND g.group_id = ANY (mine) AND pam_grant_lives(g);
  RETURN coalesce(reach, 0);
END $$;

-- The same for parts of one kind: a grant that names kinds reaches those alone.
CREATE OR REPLACE FUNCTION pam_reach_part(record bigint, mine int[], kind text) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER COST 1 SET search_path = public, pg_temp
AS $$
DECLARE reach int;
BEGIN
  IF mine IS NULL THEN RETURN 0; END IF;
  PERFORM 1 FROM records_record r JOIN access_team t ON t.id = r.team_id
    WHERE r.id = record AND t.principal_id = ANY (mine);
  IF FOUND THEN RETURN {{MANAGE}}; END IF;
  SELECT max(g.level) INTO reach FROM access_grant g
    WHERE g.record_id = record AND g.group_id = ANY (mine) AND (g.kinds IS NULL OR kind = ANY (g.kinds)) AND pam_grant_lives(g);
  RETURN coalesce(reach, 0);
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
