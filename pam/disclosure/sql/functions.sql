-- Signposts of the current reader: that a record exists, and who to ask. Never a title.
CREATE OR REPLACE FUNCTION pam_signposts(max_rows int)
RETURNS TABLE (uuid uuid, reference text, kind text, agency text, team text, contact text, given_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT r.uuid, r.reference, r.kind, a.name, t.name, coalesce(nullif(t.contact, ''), a.contact), g.given_at
    FROM access_grant g
    JOIN records_record r ON r.id = g.record_id
    JOIN access_team t ON t.id = r.team_id
    JOIN access_agency a ON a.id = r.agency_id
   WHERE g.group_id = ANY (pam_principals()) AND g.level = {{SIGNPOST}} AND pam_grant_lives(g)
     AND r.marking <= pam_clearance() AND NOT pam_sees(r.id)
   ORDER BY g.given_at DESC, r.id DESC LIMIT max_rows
$$;

-- The ways past a closed door (access requests, break-glass): what the reader may ask for, and who sees the asking.

-- A record that the current reader was told about and can't open, as their signpost shows it.
CREATE OR REPLACE FUNCTION pam_signpost(wanted uuid)
RETURNS TABLE (record bigint, reference text, kind text, agency text, team text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT r.id, r.reference::text, r.kind::text, a.name::text, t.name::text
    FROM records_record r JOIN access_team t ON t.id = r.team_id JOIN access_agency a ON a.id = r.agency_id
   WHERE r.uuid = wanted AND r.marking <= pam_clearance() AND NOT pam_sees(r.id)
     AND EXISTS (SELECT 1 FROM access_grant g WHERE g.record_id = r.id AND g.level = {{SIGNPOST}}
                  AND g.group_id = ANY (pam_principals()) AND pam_grant_lives(g))
$$;

CREATE OR REPLACE FUNCTION pam_is_signposted(number bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT 1 FROM records_record r, pam_signpost(r.uuid) WHERE r.id = number) $$;

-- Opens a record that the current reader can't see, for a short time, and writes down that they did. Refuses the person who
-- has not the role. A reference that opens nothing (absent, another agency's, above their clearance) is written
-- down all the same, and answers without a record.
CREATE OR REPLACE FUNCTION pam_break_glass(said text, why text) RETURNS TABLE (opening bigint, record bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE me access_membership; target records_record; given access_grant; replaced access_grant; ends timestamptz;
BEGIN
  IF NOT pam_has_role('{break_glass}') THEN
    RAISE EXCEPTION 'no right to break the glass' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF coalesce(trim(why), '') = '' THEN
    RAISE EXCEPTION 'no reason given' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT * INTO me FROM access_membership m WHERE pam_is_me(m.id) AND m.user_id = pam_user();
  SELECT * INTO target FROM records_record r
    WHERE r.reference = upper(trim(said)) AND r.marking <= least(me.clearance, pam_clearance())
      AND (r.agency_id = me.agency_id OR (pam_setting('disclosure.break_glass_other_agencies', r.agency_id))::boolean);
  -- For how long, and whether others may at all, is for the agency that owns the record.
  ends := clock_timestamp()
    + make_interval(mins => (pam_setting('disclosure.break_glass_minutes', coalesce(target.agency_id, me.agency_id)))::int);
  IF target.id IS NOT NULL AND pam_sees(target.id) THEN
    RETURN QUERY SELECT NULL::bigint, target.id;
    RETURN;
  END IF;
  INSERT INTO disclosure_breakglassaccess AS o (reference, record_id, record_agency_id, membership_id, agency_id, reason, opened_at,
                                  until, {{OTHER_COLUMNS}})
    VALUES (left(trim(said), 40), target.id, target.agency_id, me.id, me.agency_id, trim(why),
            clock_timestamp(), CASE WHEN target.id IS NOT NULL THEN ends END, {{THEIR_DEFAULTS}})
    RETURNING o.id INTO opening;
  record := target.id;
  IF target.id IS NOT NULL THEN
    -- The share that it takes the place of has ended, also for the current reader its receipt. A new row, so that nothing of
    -- the share lives on in it, whatever columns a share may have.
    DELETE FROM access_grant g WHERE g.record_id = target.id AND g.group_id = me.principal_id RETURNING * INTO replaced;
    IF replaced.id IS NOT NULL THEN
      PERFORM pam_keep_access_grant(replaced, '-', 'Replaced by break-glass');
      UPDATE disclosure_receipt x SET ended_at = clock_timestamp(), why_ended = 'Replaced by break-glass'
        WHERE x.record_number = target.id AND x.principal_id = me.principal_id AND x.ended_at IS NULL;
    END IF;
    INSERT INTO access_grant AS g (record_id, group_id, permission_id, level, source, given_by_id, given_at, reason, until, {{OTHER_COLUMNS}})
      VALUES (target.id, me.principal_id, pam_permission({{VIEW}}), {{VIEW}}, 'break_glass', me.id,
        clock_timestamp(), trim(why), ends, {{THEIR_DEFAULTS}})
      RETURNING * INTO given;
    PERFORM pam_keep_access_grant(given, '+', 'Break-glass');
  END IF;
  RETURN NEXT;
END $$;

-- Whether the current reader may mark an opening: an auditor of either agency, who neither opened nor leads the record.
CREATE OR REPLACE FUNCTION pam_may_review_break_glass(o disclosure_breakglassaccess) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT o.record_id IS NOT NULL AND pam_has_role('{auditor}') AND pam_agency() IN (o.agency_id, o.record_agency_id)
     AND NOT EXISTS (SELECT 1 FROM access_membership m LEFT JOIN records_record r ON r.id = o.record_id
                      WHERE m.id IN (o.membership_id, r.lead_id) AND m.user_id = pam_user())
$$;

CREATE OR REPLACE FUNCTION pam_may_review_break_glass_use(number bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT 1 FROM disclosure_breakglassaccess o WHERE o.id = number AND o.reviewed_at IS NULL AND pam_may_review_break_glass(o)) $$;

-- Whether a record is led by a membership; asked by its number, so that who can't open the record can be asked about.
CREATE OR REPLACE FUNCTION pam_leads(record bigint, membership bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT pam_is_me(membership) AND EXISTS (SELECT 1 FROM records_record r WHERE r.id = record AND r.lead_id = membership) $$;

-- What shares rest on that a change would take out of their agreement: 'parties', 'bases' or 'record_kinds'; '' if nothing.
-- Answered to the person who looks after the agreement; which shares these are is not said. One that ended with the agreement
-- counts too, since a renewal brings it back.
CREATE OR REPLACE FUNCTION pam_agreement_leaves_out(number bigint, agencies bigint[], laws bigint[], covered text[]) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE what text;
BEGIN
  PERFORM 1 FROM access_agreement a WHERE a.id = number AND pam_maintains_agreement(a.id, a.agency_id);
  IF NOT FOUND THEN RETURN ''; END IF;
  SELECT CASE WHEN NOT ARRAY[p.agency_id, r.agency_id] <@ agencies THEN 'parties'
              WHEN g.lawful_basis_id <> ALL (laws) THEN 'bases' ELSE 'record_kinds' END
    INTO what FROM access_grant g
    JOIN records_record r ON r.id = g.record_id
    JOIN access_principal p ON p.group_ptr_id = g.group_id
   WHERE g.agreement_id = number AND NOT {{grant_is_over}}
     AND (NOT ARRAY[p.agency_id, r.agency_id] <@ agencies OR g.lawful_basis_id <> ALL (laws)
          OR (covered <> '{}' AND r.kind::text <> ALL (covered))) LIMIT 1;
  RETURN coalesce(what, '');
END $$;

-- The agencies that are parties to an agreement in force with the one that the current reader acts for. Agreements are open.
CREATE OR REPLACE FUNCTION pam_partners() RETURNS SETOF bigint
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  SELECT DISTINCT theirs.agency_id FROM access_agreement a
    JOIN access_agreement_parties ours ON ours.agreement_id = a.id AND ours.agency_id = pam_agency()
    JOIN access_agreement_parties theirs ON theirs.agreement_id = a.id AND theirs.agency_id <> ours.agency_id
   WHERE {{agreement_in_force}}
$$;
