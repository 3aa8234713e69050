-- Two records that prove to be one. Who could open either opens the one that stays only if they could open both.

-- Whether rows move from one of these records to the other at this moment, because the two are merged or it is undone: asked by
-- triggers that otherwise keep a part with its record. The state is never seen outside of the transaction that moves.
CREATE OR REPLACE FUNCTION pam_merges(from_record bigint, to_record bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT EXISTS (SELECT 1 FROM merging_merge m
    WHERE (m.state = 'moving' AND m.gone_id = from_record AND m.record_id = to_record)
       OR (m.state = 'putting_back' AND m.record_id = from_record AND m.gone_id = to_record))
$$;

-- A record and those that went into it, for the reading of its log.
CREATE OR REPLACE FUNCTION pam_with_merged(record bigint) RETURNS bigint[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  WITH RECURSIVE one(id) AS (
    SELECT record UNION SELECT m.gone_id FROM merging_merge m JOIN one ON m.record_id = one.id WHERE m.state = 'merged')
  SELECT array_agg(id) FROM one
$$;
REVOKE EXECUTE ON FUNCTION pam_with_merged(bigint) FROM PUBLIC;

-- Who reaches a record and how: its owner team, and each grant that works at this moment and is no signpost.
CREATE OR REPLACE FUNCTION pam_reaches(of_record bigint)
RETURNS TABLE (principal int, grant_id bigint, level int, ends timestamptz, kinds text[], conditions text[], words text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT t.principal_id, NULL::bigint, {{MANAGE}}, NULL::timestamptz, NULL::text[], '{}'::text[], ''
    FROM records_record r JOIN access_team t ON t.id = r.team_id WHERE r.id = of_record
  UNION ALL
  SELECT g.group_id, g.id, g.level, pam_grant_ends(g), g.kinds::text[], g.conditions::text[], g.condition_text
    FROM access_grant g WHERE g.record_id = of_record AND g.level >= {{VIEW}} AND pam_grant_lives(g)
$$;
REVOKE EXECUTE ON FUNCTION pam_reaches(bigint) FROM PUBLIC;

-- Who may open two records once they are one: what two ways of reaching them have in common, each as the narrower of both. Of an
-- agency and its team that is the team, of a team and its member the member, of two teams those who are in both.
CREATE OR REPLACE FUNCTION pam_merged_reaches(kept bigint, gone bigint)
RETURNS TABLE (principal int, from_grant bigint, level int, until timestamptz, kinds text[], conditions text[], words text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  WITH pairs AS (
    SELECT a.principal AS pa, b.principal AS pb, qa.kind AS ka, qb.kind AS kb, coalesce(a.grant_id, b.grant_id) AS from_grant,
           least(a.level, b.level) AS level, least(a.ends, b.ends) AS until,
           CASE WHEN a.kinds IS NULL THEN b.kinds WHEN b.kinds IS NULL THEN a.kinds
                ELSE ARRAY(SELECT unnest(a.kinds) INTERSECT SELECT unnest(b.kinds) ORDER BY 1) END AS kinds,
           ARRAY(SELECT unnest(a.conditions) UNION SELECT unnest(b.conditions) ORDER BY 1) AS conditions,
           concat_ws(' ', nullif(a.words, ''), CASE WHEN b.words <> a.words THEN nullif(b.words, '') END) AS words
      FROM pam_reaches(kept) a
      JOIN access_principal qa ON qa.group_ptr_id = a.principal
      JOIN access_principal qb ON qb.agency_id = qa.agency_id
      JOIN pam_reaches(gone) b ON b.principal = qb.group_ptr_id),
  common AS (
    SELECT p.*, x.principal FROM pairs p CROSS JOIN LATERAL (
      SELECT p.pa AS principal WHERE p.pa = p.pb OR p.kb = 'agency'
      UNION
      SELECT p.pb WHERE p.ka = 'agency'
      UNION
      SELECT m.principal_id FROM access_membership m
       WHERE p.pa <> p.pb AND p.ka <> 'agency' AND p.kb <> 'agency'
         AND (m.principal_id = p.pa OR EXISTS (SELECT 1 FROM access_membership_teams mt JOIN access_team t ON t.id = mt.team_id
                                                WHERE mt.membership_id = m.id AND t.principal_id = p.pa))
         AND (m.principal_id = p.pb OR EXISTS (SELECT 1 FROM access_membership_teams mt JOIN access_team t ON t.id = mt.team_id
                                                WHERE mt.membership_id = m.id AND t.principal_id = p.pb))) x)
  SELECT DISTINCT ON (c.principal) c.principal, c.from_grant, c.level, c.until, c.kinds, c.conditions, c.words
    FROM common c WHERE c.kinds IS NULL OR cardinality(c.kinds) > 0
   ORDER BY c.principal, c.kinds IS NOT NULL, c.level DESC, c.until DESC NULLS FIRST, c.from_grant
$$;
REVOKE EXECUTE ON FUNCTION pam_merged_reaches(bigint, bigint) FROM PUBLIC;

-- Whether the current reader manages both records, and acts for the agency that owns both.
CREATE OR REPLACE FUNCTION pam_manages_both(kept bigint, gone bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM records_record a JOIN records_record b ON b.id = gone AND b.kind = a.kind AND b.agency_id = a.agency_id
    WHERE a.id = kept AND a.id <> b.id AND a.agency_id = pam_agency();
  RETURN FOUND AND pam_level(kept) >= {{MANAGE}} AND pam_level(gone) >= {{MANAGE}};
END $$;

-- For who manages both: each who reaches either, how far in each now, and how far afterwards (0: no longer).
CREATE OR REPLACE FUNCTION pam_merge_reach(kept bigint, gone bigint)
RETURNS TABLE (principal int, of_kept int, of_gone int, afterwards int, some_kinds boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT pam_manages_both(kept, gone) THEN RETURN; END IF;
  RETURN QUERY
    SELECT w.principal, coalesce(max(a.level), 0), coalesce(max(b.level), 0), coalesce(max(m.level), 0), coalesce(bool_or(m.kinds IS NOT NULL), false)
      FROM (SELECT x.principal FROM pam_reaches(kept) x UNION SELECT x.principal FROM pam_reaches(gone) x
            UNION SELECT x.principal FROM pam_merged_reaches(kept, gone) x) w
      LEFT JOIN pam_reaches(kept) a ON a.principal = w.principal LEFT JOIN pam_reaches(gone) b ON b.principal = w.principal
      LEFT JOIN pam_merged_reaches(kept, gone) m ON m.principal = w.principal
     GROUP BY w.principal ORDER BY w.principal;
END $$;

-- Who may open them, as it was shown before it is decided, in short: another seal means that something changed. The versions of
-- both records are compared beside it (pam/merging/services.py).
CREATE OR REPLACE FUNCTION pam_merge_seal(kept bigint, gone bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT pam_manages_both(kept, gone) THEN RETURN NULL; END IF;
  RETURN md5((SELECT string_agg(concat_ws(' ', r.id, r.team_id, r.marking), ',' ORDER BY r.id) FROM records_record r WHERE r.id IN (kept, gone))
    || (SELECT string_agg(concat_ws(' ', m.principal, m.level, m.until, m.kinds, m.conditions, m.words), ',' ORDER BY m.principal)
          FROM pam_merged_reaches(kept, gone) m));
END $$;

-- Whether a person can open both records, all kinds of part of them, for who manages both.
CREATE OR REPLACE FUNCTION pam_merge_named(kept bigint, gone bigint, membership bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT pam_manages_both(kept, gone) THEN RETURN false; END IF;
  RETURN EXISTS (
    SELECT 1 FROM access_membership m JOIN access_agency a ON a.id = m.agency_id
      JOIN pam_merged_reaches(kept, gone) x ON x.kinds IS NULL AND (x.principal IN (m.principal_id, a.principal_id) OR x.principal IN (
        SELECT t.principal_id FROM access_membership_teams mt JOIN access_team t ON t.id = mt.team_id WHERE mt.membership_id = m.id))
     WHERE m.id = membership AND m.clearance >= (SELECT max(r.marking) FROM records_record r WHERE r.id IN (kept, gone)));
END $$;

-- Why two records can't be one as they are; '' if they can.
CREATE OR REPLACE FUNCTION pam_merge_hindrance(kept bigint, gone bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT pam_manages_both(kept, gone) THEN RETURN 'not_yours'; END IF;
  PERFORM 1 FROM records_record r WHERE r.id = kept AND r.closed_at IS NULL;
  IF NOT FOUND THEN RETURN 'closed'; END IF;
  PERFORM 1 FROM merging_merge m WHERE m.gone_id IN (kept, gone) AND m.state = 'merged';
  IF FOUND THEN RETURN 'merged_already'; END IF;
  -- Its people see everything of the record that stays: they must manage the other one too.
  PERFORM 1 FROM records_record r JOIN access_team t ON t.id = r.team_id JOIN pam_merged_reaches(kept, gone) x ON x.principal = t.principal_id
    WHERE r.id = kept AND x.level >= {{MANAGE}} AND x.kinds IS NULL AND x.until IS NULL;
  IF NOT FOUND THEN RETURN 'team_needs_both'; END IF;
  RETURN '';
END $$;

-- Whether the current reader may decide a merge: a supervisor who manages both, and not who proposed it.
CREATE OR REPLACE FUNCTION pam_may_decide_merge(kept bigint, gone bigint, proposer bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM access_membership m WHERE m.id = proposer AND m.user_id = pam_user();
  RETURN NOT FOUND AND pam_has_role('{supervisor}') AND pam_manages_both(kept, gone);
END $$;

-- Gives the grants of a record their form after a merge: narrowed, or a signpost where nothing is left.
CREATE OR REPLACE FUNCTION pam_narrow_grants(of_record bigint, reaches jsonb, giver bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE changed bigint[]; added bigint[];
BEGIN
  changed := ARRAY(
    SELECT g.id FROM access_grant g LEFT JOIN jsonb_to_recordset(reaches) AS x(principal int, level int, until timestamptz, kinds text[],
        conditions text[], words text) ON x.principal = g.group_id
     WHERE g.record_id = of_record AND CASE WHEN x.principal IS NULL THEN g.level >= {{VIEW}}
       ELSE (g.level::int, g.until, g.kinds::text[], g.conditions::text[], g.condition_text::text)
            IS DISTINCT FROM (x.level, x.until, x.kinds, x.conditions, x.words) END);
  UPDATE access_grant g SET level = x.level, until = x.until, kinds = x.kinds, conditions = x.conditions, condition_text = x.words
    FROM jsonb_to_recordset(reaches) AS x(principal int, level int, until timestamptz, kinds text[], conditions text[], words text)
   WHERE g.id = ANY (changed) AND x.principal = g.group_id;
  UPDATE access_grant g SET level = {{SIGNPOST}}, kinds = NULL
   WHERE g.id = ANY (changed) AND NOT EXISTS (
     SELECT 1 FROM jsonb_to_recordset(reaches) AS x(principal int) WHERE x.principal = g.group_id);
  added := ARRAY(SELECT x.principal FROM jsonb_to_recordset(reaches) AS x(principal int)
    WHERE NOT EXISTS (SELECT 1 FROM access_grant g WHERE g.record_id = of_record AND g.group_id = x.principal)
      AND NOT EXISTS (SELECT 1 FROM records_record r JOIN access_team t ON t.id = r.team_id WHERE r.id = of_record AND t.principal_id = x.principal));
  INSERT INTO access_grant (record_id, group_id, permission_id, level, source, given_by_id, given_at, lawful_basis_id, agreement_id,
      purpose, reason, justification, conditions, condition_text, kinds, until, {{OTHER_COLUMNS}})
    SELECT of_record, x.principal, s.permission_id, x.level, s.source, giver, statement_timestamp(), s.lawful_basis_id,
           s.agreement_id, s.purpose, s.reason, s.justification, x.conditions, x.words, x.kinds, x.until,
           {{THEIR_DEFAULTS}}
      FROM jsonb_to_recordset(reaches) AS x(principal int, from_grant bigint, level int, until timestamptz, kinds text[], conditions text[], words text)
      JOIN access_grant s ON s.id = x.from_grant WHERE x.principal = ANY (added);
  PERFORM pam_keep_access_grant(g, '~', 'Two records became one') FROM access_grant g WHERE g.id = ANY (changed);
  PERFORM pam_keep_access_grant(g, '+', 'Two records became one') FROM access_grant g
    WHERE g.record_id = of_record AND g.group_id = ANY (added);
END $$;
REVOKE EXECUTE ON FUNCTION pam_narrow_grants(bigint, jsonb, bigint) FROM PUBLIC;

-- Merges, as the second person: narrows who may open them, then moves everything over. `seen` is the seal of what they were shown.
CREATE OR REPLACE FUNCTION pam_merge(wanted bigint, seen text, before jsonb, said text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE m merging_merge; a records_record; b records_record; me bigint; hindrance text; reaches jsonb; moved jsonb; grants jsonb;
BEGIN
  SELECT * INTO m FROM merging_merge x WHERE x.id = wanted FOR UPDATE;
  -- Both, in one order, so that two merges can't wait for each other for ever.
  PERFORM 1 FROM records_record r WHERE r.id IN (m.record_id, m.gone_id) ORDER BY r.id FOR UPDATE;
  IF m.id IS NULL OR NOT pam_may_decide_merge(m.record_id, m.gone_id, m.author_id) THEN RETURN 'not_yours'; END IF;
  IF m.state <> 'proposed' THEN RETURN 'decided'; END IF;
  hindrance := pam_merge_hindrance(m.record_id, m.gone_id);
  IF hindrance <> '' THEN RETURN hindrance; END IF;
  IF seen IS DISTINCT FROM pam_merge_seal(m.record_id, m.gone_id) THEN RETURN 'changed'; END IF;
  SELECT * INTO a FROM records_record r WHERE r.id = m.record_id;
  SELECT * INTO b FROM records_record r WHERE r.id = m.gone_id;
  me := (SELECT x.id FROM access_membership x WHERE pam_is_me(x.id) AND x.user_id = pam_user());
  grants := coalesce((SELECT jsonb_agg(to_jsonb(g) ORDER BY g.id) FROM access_grant g WHERE g.record_id IN (a.id, b.id)), '[]');
  reaches := (SELECT jsonb_agg(to_jsonb(x)) FROM pam_merged_reaches(a.id, b.id) x);
  UPDATE merging_merge SET state = 'moving', was = before, decided_by_id = me, decided_at = clock_timestamp(), decision = said,
      version = version + 1, updated = clock_timestamp() WHERE id = m.id;
  UPDATE records_record SET marking = greatest(a.marking, b.marking) WHERE id = a.id AND marking < b.marking;
  UPDATE records_record SET team_id = a.team_id WHERE id = b.id AND team_id <> a.team_id;
  PERFORM pam_narrow_grants(a.id, reaches, me);
  PERFORM pam_narrow_grants(b.id, reaches, me);
  moved := pam_merge_move(b.id, a.id);
  INSERT INTO merging_mergedrows (merge_id, moved, grants, after, team, marking, {{OTHER_COLUMNS}})
    VALUES (m.id, moved, grants,
      coalesce((SELECT jsonb_agg(to_jsonb(g) ORDER BY g.id) FROM access_grant g WHERE g.record_id IN (a.id, b.id)), '[]'),
      b.team_id, a.marking, {{THEIR_DEFAULTS}});
  INSERT INTO merging_formerreference (record_id, author_id, author_agency_id, merge_id, reference, of_uuid, {{OTHER_COLUMNS}})
    VALUES (a.id, m.author_id, m.author_agency_id, m.id, b.reference, b.uuid, {{THEIR_DEFAULTS}});
  UPDATE merging_merge SET state = 'merged' WHERE id = m.id;
  RETURN 'done';
END $$;

-- Gives both records the grants that they had, but for those that were changed since: what was ended or narrowed stays so.
CREATE OR REPLACE FUNCTION pam_restore_grants(kept bigint, gone bigint, grants jsonb, after jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE untouched int[]; removed bigint[]; back jsonb;
BEGIN
  -- Whose grants on the record that stayed are as the merge left them.
  untouched := ARRAY(
    SELECT p.principal FROM (SELECT (x ->> 'group_id')::int AS principal FROM jsonb_array_elements(grants || after) x
                             UNION SELECT g.group_id FROM access_grant g WHERE g.record_id IN (kept, gone)) p
     WHERE (SELECT to_jsonb(g) FROM access_grant g WHERE g.record_id = kept AND g.group_id = p.principal)
           IS NOT DISTINCT FROM
           (SELECT x FROM jsonb_array_elements(after) x WHERE (x ->> 'record_id')::bigint = kept AND (x ->> 'group_id')::int = p.principal));
  removed := ARRAY(SELECT g.id FROM access_grant g WHERE g.record_id IN (kept, gone) AND g.group_id = ANY (untouched)
    AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(grants) x WHERE (x ->> 'id')::bigint = g.id));
  PERFORM pam_keep_access_grant(g, '-', 'Two records again') FROM access_grant g WHERE g.id = ANY (removed);
  back := coalesce((SELECT jsonb_agg(x) FROM jsonb_array_elements(grants) x WHERE (x ->> 'group_id')::int = ANY (untouched)), '[]');
  DELETE FROM access_grant g WHERE g.id = ANY (removed) OR EXISTS (
    SELECT 1 FROM jsonb_array_elements(back) x WHERE (x ->> 'id')::bigint = g.id);
  INSERT INTO access_grant SELECT x.* FROM jsonb_populate_recordset(NULL::access_grant, back) x;
  PERFORM pam_keep_access_grant(g, '~', 'Two records again') FROM access_grant g
    WHERE EXISTS (SELECT 1 FROM jsonb_array_elements(back) x WHERE (x ->> 'id')::bigint = g.id);
END $$;
REVOKE EXECUTE ON FUNCTION pam_restore_grants(bigint, bigint, jsonb, jsonb) FROM PUBLIC;

-- Why a merge can't be undone by the current reader; '' if it can.
CREATE OR REPLACE FUNCTION pam_unmerge_refusal(wanted bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE m merging_merge;
BEGIN
  SELECT * INTO m FROM merging_merge x WHERE x.id = wanted;
  IF m.id IS NULL OR NOT pam_has_role('{supervisor}') OR NOT pam_manages_both(m.record_id, m.gone_id) THEN RETURN 'not_yours'; END IF;
  IF m.state <> 'merged' THEN RETURN 'not_merged'; END IF;
  IF m.decided_at < statement_timestamp() - make_interval(days => (pam_setting('merging.undo_days', pam_agency())#>>'{}')::int) THEN
    RETURN 'too_late';
  END IF;
  PERFORM 1 FROM merging_merge l WHERE l.state = 'merged' AND l.id <> m.id AND l.decided_at > m.decided_at
    AND (l.record_id IN (m.record_id, m.gone_id) OR l.gone_id = m.record_id);
  IF FOUND THEN RETURN 'later_first'; END IF;
  RETURN '';
END $$;

-- Undoes a merge: everything goes back where it was; what was added since stays, but for what hangs from what goes back.
-- Answers 'done', and how many lines that named something across the two no longer do.
CREATE OR REPLACE FUNCTION pam_unmerge(wanted bigint, why text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE m merging_merge; of_merge merging_mergedrows; me bigint; refusal text; cut bigint;
BEGIN
  SELECT * INTO m FROM merging_merge x WHERE x.id = wanted FOR UPDATE;
  PERFORM 1 FROM records_record r WHERE r.id IN (m.record_id, m.gone_id) ORDER BY r.id FOR UPDATE;
  refusal := pam_unmerge_refusal(wanted);
  IF refusal <> '' THEN RETURN refusal; END IF;
  SELECT * INTO of_merge FROM merging_mergedrows x WHERE x.merge_id = m.id;
  me := (SELECT x.id FROM access_membership x WHERE pam_is_me(x.id) AND x.user_id = pam_user());
  UPDATE merging_merge SET state = 'putting_back', undone_by_id = me, undone_at = clock_timestamp(), why_undone = why,
      version = version + 1, updated = clock_timestamp() WHERE id = m.id;
  DELETE FROM merging_formerreference f WHERE f.merge_id = m.id;
  cut := pam_merge_put_back(of_merge.moved, m.record_id, m.gone_id);
  -- Marked lower again only if nothing was added while it was marked higher.
  UPDATE records_record SET marking = of_merge.marking WHERE id = m.record_id AND marking > of_merge.marking
    AND pam_added_since(m.record_id, of_merge.moved, of_merge.made_at) = 0;
  UPDATE records_record SET team_id = of_merge.team WHERE id = m.gone_id;
  PERFORM pam_restore_grants(m.record_id, m.gone_id, of_merge.grants, of_merge.after);
  UPDATE merging_merge SET state = 'undone' WHERE id = m.id;
  DELETE FROM merging_mergedrows x WHERE x.merge_id = m.id;
  RETURN 'done ' || cut;
END $$;

-- What waits for the membership `me` in this room (see pam_waiting, which calls it for the current reader): merges to decide.
CREATE OR REPLACE FUNCTION pam_waiting_in_merging(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT pam_is_me(me) OR NOT pam_has_role('{supervisor}') THEN RETURN; END IF;
  RETURN QUERY
    SELECT 'merge', m.id, 3, NULL::date, m.created FROM merging_merge m
     WHERE m.author_agency_id = pam_agency() AND m.state = 'proposed' AND pam_may_decide_merge(m.record_id, m.gone_id, m.author_id)
     ORDER BY m.id LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION pam_waiting_in_merging(bigint, int) FROM PUBLIC;

-- Keeps the grants as the merge left them once its fields are saved too (a person who is named gets one): within its transaction.
CREATE OR REPLACE FUNCTION pam_merge_note_grants(wanted bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE merging_mergedrows w SET after = coalesce((
      SELECT jsonb_agg(to_jsonb(g) ORDER BY g.id) FROM access_grant g JOIN merging_merge m ON g.record_id IN (m.record_id, m.gone_id)
       WHERE m.id = wanted), '[]')
    WHERE w.merge_id = wanted AND EXISTS (
      SELECT 1 FROM merging_merge m WHERE m.id = wanted AND pam_is_me(m.decided_by_id) AND m.decided_at >= transaction_timestamp());
END $$;
