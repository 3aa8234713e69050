-- Whether the current reader may assess a disruption of this record by this author: in the role, of the agency that owns the
-- record (or of any that sees it, where the owner lets them), neither the author nor the lead, in whichever membership.
CREATE OR REPLACE FUNCTION pam_may_assess(record bigint, by_author bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT pam_has_role('{assessor}') THEN RETURN false; END IF;
  PERFORM 1 FROM access_membership m JOIN records_record r ON r.id = record
    WHERE m.user_id = pam_user() AND (m.id = by_author OR m.id = r.lead_id);
  IF FOUND THEN RETURN false; END IF;
  PERFORM 1 FROM records_record r WHERE r.id = record AND pam_sees(r.id)
    AND (r.agency_id = pam_agency() OR pam_setting('ocg.assessors_elsewhere', r.agency_id)::boolean);
  RETURN FOUND;
END $$;

-- Whether a person may lead a group: in post, cleared for it, and of the agency that owns it or reached by a whole share at
-- contribute or more. Answered of who leads it to those who see it, of others to those who manage it, and of oneself where one sees it.
CREATE OR REPLACE FUNCTION pam_may_lead(record bigint, membership bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE r records_record; m access_membership;
BEGIN
  SELECT * INTO r FROM records_record x WHERE x.id = record;
  SELECT * INTO m FROM access_membership x WHERE x.id = membership;
  IF pam_asked_by_web() AND NOT (m.user_id = pam_user() AND pam_sees(r.id) OR pam_level(r.id) >= {{MANAGE}} OR (r.lead_id = m.id AND pam_sees(r.id))) THEN
    RETURN false;
  END IF;
  IF r.id IS NULL OR m.id IS NULL OR NOT pam_live(m) OR m.clearance < r.marking THEN RETURN false; END IF;
  IF m.agency_id = r.agency_id THEN RETURN true; END IF;
  PERFORM 1 FROM access_grant g
    WHERE g.record_id = r.id AND g.level >= {{CONTRIBUTE}} AND g.kinds IS NULL AND pam_grant_lives(g)
      AND (g.group_id = m.principal_id
           OR g.group_id IN (SELECT a.principal_id FROM access_agency a WHERE a.id = m.agency_id)
           OR g.group_id IN (SELECT t.principal_id FROM access_team t JOIN access_membership_teams mt ON mt.team_id = t.id
                              WHERE mt.membership_id = m.id));
  RETURN FOUND;
END $$;

-- Who was asked to lead a group, and did not accept, loses what the asking gave, unless the group names them otherwise. Part of
-- their answer, or of a withdrawal by who manages it.
CREATE OR REPLACE FUNCTION pam_end_asking(number bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE o ocg_leadoffer; gone access_grant;
BEGIN
  SELECT * INTO o FROM ocg_leadoffer x WHERE x.id = number AND x.state IN ('declined', 'withdrawn');
  IF o.id IS NULL OR pam_asked_by_web() AND NOT pam_is_me(o.offered_to_id) AND pam_level(o.record_id) < {{MANAGE}} THEN RETURN false; END IF;
  DELETE FROM access_grant g USING access_membership m, records_record r, ocg_ocg k
    WHERE m.id = o.offered_to_id AND r.id = o.record_id AND k.record_ptr_id = r.id AND g.record_id = r.id
      AND g.group_id = m.principal_id AND g.source = 'role'
      AND m.id IS DISTINCT FROM r.lead_id AND m.id IS DISTINCT FROM k.sro_id AND m.id IS DISTINCT FROM k.coordinator_id
      AND m.id IS DISTINCT FROM k.lead_asked_id
    RETURNING g.* INTO gone;
  IF gone.id IS NULL THEN RETURN false; END IF;
  PERFORM pam_keep_access_grant(gone, '-', 'No longer asked to lead');
  RETURN true;
END $$;
-- Whether the current reader scores groups or moderates scores at the agency that owns the record, and contributes to it.
CREATE OR REPLACE FUNCTION pam_scores_here(record bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM records_record r WHERE r.id = record AND r.agency_id = pam_agency()
    AND pam_has_role('{scorer,score_moderator}') AND pam_level(r.id) >= {{CONTRIBUTE}};
  RETURN FOUND;
END $$;

-- What of scoring waits for the membership `me`: scores far apart for moderators; for scorers what they may score blind, what
-- they have begun so, and groups of their agency that are due to be scored again (ocg/scoring/due.py says the same and more).
CREATE OR REPLACE FUNCTION pam_waiting_in_scoring(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  us bigint := pam_agency(); today date := timezone('Europe/London', statement_timestamp())::date;
  first int; second int; others int; longest int;
BEGIN
  IF NOT pam_is_me(me) THEN RETURN; END IF;
  IF pam_has_role('{score_moderator}') THEN
    RETURN QUERY
      SELECT 'score_apart', s.id, 3, NULL::date, s.updated FROM ocg_secondscore s JOIN records_record r ON r.id = s.record_id
       WHERE s.state = 'apart' AND r.agency_id = us AND pam_sees_kind(s.record_id, s.agencies, 'assessment')
         AND pam_scores_here(s.record_id)
         AND NOT EXISTS (SELECT 1 FROM assessments_assessment a JOIN access_membership m ON m.id = a.author_id
                          WHERE a.id IN (s.first_id, s.second_id) AND m.user_id = pam_user())
       ORDER BY s.updated, s.id LIMIT most;
  END IF;
  IF NOT pam_has_role('{scorer}') THEN RETURN; END IF;
  RETURN QUERY
    SELECT CASE WHEN x.mine THEN 'second_begun' ELSE 'second_score' END, s.id, 3, NULL::date, s.since
      FROM ocg_secondscore s JOIN records_record r ON r.id = s.record_id
      LEFT JOIN assessments_assessment a ON a.id = s.second_id
     CROSS JOIN LATERAL (SELECT coalesce(a.state = 'draft' AND a.author_id = me, false)) x(mine)
     WHERE s.state IN ('waiting', 'begun') AND r.agency_id = us AND pam_sees_kind(s.record_id, s.agencies, 'assessment')
       AND pam_scores_here(s.record_id)
       AND (x.mine OR coalesce(a.state, 'discarded') = 'discarded' AND pam_may_check(s.first_id))
     ORDER BY s.since, s.id LIMIT most;
  first := pam_setting('ocg.rescore_first', us)::int; second := pam_setting('ocg.rescore_second', us)::int;
  others := pam_setting('ocg.rescore_others', us)::int; longest := pam_setting('ocg.score_days', us)::int;
  -- pam_sees_kind() of a part, in its pieces: whether the group is seen is asked once for each, not once for each part.
  RETURN QUERY
    SELECT 'score_due', g.id, 3, w.due, g.created
      FROM (SELECT r.id, r.created, r.narrowed, coalesce({{may_see_record}}, false) AS seen,
                   CASE t."order" WHEN 0 THEN first WHEN 1 THEN second ELSE others END AS days
              FROM records_record r JOIN ocg_ocg o ON o.record_ptr_id = r.id
              JOIN reference_referencevalue t ON t.id = o.tier_id
             WHERE r.agency_id = us AND r.kind = 'ocg' AND r.closed_at IS NULL ORDER BY r.priority, r.id LIMIT 1000) g
     CROSS JOIN LATERAL (
       SELECT greatest(
         (SELECT max(s."on") FROM ocg_score s WHERE s.record_id = g.id AND {{for_us_s}}
             AND (g.narrowed IS NULL OR pam_sees_kind(g.id, s.agencies, 'assessment'))),
         (SELECT max(a."on") FROM assessments_assessment a WHERE a.record_id = g.id AND a.state = 'completed'
             AND a.checks_id IS NULL AND {{for_us_a}}
             AND (g.narrowed IS NULL OR pam_sees_kind(g.id, a.agencies, 'assessment'))))
        WHERE g.seen) l(last)
     CROSS JOIN LATERAL (
       SELECT least(l.last + g.days, l.last + longest,
                    (SELECT max(h."on") FROM ocg_harmevent h JOIN reference_referencevalue k ON k.id = h.kind_id
                      WHERE h.record_id = g.id AND h.taken_out = '' AND k.score = 1 AND h."on" > l.last
                        AND pam_sees_kind(g.id, h.agencies, 'harm')),
                    (SELECT max(d."on") FROM ocg_disruption d JOIN reference_referencevalue v ON v.id = d.level_id
                      WHERE d.record_id = g.id AND d.state IN ('agreed', 'changed') AND v."order" = 0 AND d."on" > l.last
                        AND pam_sees_kind(g.id, d.agencies, 'disruption')),
                    (SELECT max(timezone('Europe/London', m.created)::date) FROM ocg_tiermove m
                      WHERE m.record_id = g.id AND m.state = 'asked' AND pam_sees_kind(g.id, m.agencies, 'assessment')))
        WHERE l.last IS NOT NULL) w(due)
     WHERE l.last IS NOT NULL AND w.due <= today AND pam_level(g.id) >= {{CONTRIBUTE}}
     ORDER BY w.due, g.id LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION pam_waiting_in_scoring(bigint, int) FROM PUBLIC;

-- What waits for the membership `me` in this room (see pam_waiting, which calls it for the current reader): disruptions that
-- they may assess, and their own that were returned; releases of members of the groups that they lead.
CREATE OR REPLACE FUNCTION pam_waiting_in_ocg(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE today date := timezone('Europe/London', statement_timestamp())::date;
BEGIN
  IF NOT pam_is_me(me) THEN RETURN; END IF;
  RETURN QUERY SELECT * FROM pam_waiting_about_plans(me, most);
  RETURN QUERY SELECT * FROM pam_waiting_about_region(me, most);
  RETURN QUERY
    SELECT 'disruption_returned', d.id, 3, NULL::date, d.updated FROM ocg_disruption d
     WHERE d.author_id = me AND d.state = 'returned' AND pam_sees_kind(d.record_id, d.agencies, 'disruption')
     ORDER BY d.updated, d.id LIMIT most;
  RETURN QUERY
    SELECT 'release', s.id, CASE WHEN s.release_on < today THEN 1 WHEN s.release_on = today THEN 2 ELSE 4 END, s.release_on, s.updated
      FROM (SELECT r.id FROM records_record r WHERE r.lead_id = me AND r.closed_at IS NULL AND r.kind = 'ocg' OFFSET 0) own
      JOIN ocg_memberstatus s ON s.record_id = own.id
      JOIN ocg_member m ON m.id = s.member_id AND m.removed_at IS NULL
     WHERE s.struck_at IS NULL AND s.state = 'serving'
       AND s.release_on <= today + coalesce((pam_setting('ocg.release_last', pam_agency()) #>> '{}')::int, 28)
       AND NOT EXISTS (SELECT 1 FROM ocg_memberstatus n WHERE n.member_id = s.member_id AND n.struck_at IS NULL
                         AND (n.since, n.id) > (s.since, s.id))
       AND pam_sees_kind(s.record_id, s.agencies, 'subject')
     ORDER BY s.release_on, s.id LIMIT most;
  RETURN QUERY
    SELECT 'lead_offer', o.id, 2, NULL::date, o.created FROM ocg_leadoffer o
     WHERE o.offered_to_id = me AND o.state = 'offered' AND pam_sees_kind(o.record_id, o.agencies, 'responsibility')
     ORDER BY o.id LIMIT most;
  RETURN QUERY SELECT w.kind, w.id, w.urgency, w.due, w.since FROM pam_waiting_in_scoring(me, most) w;
  IF NOT pam_has_role('{assessor}') THEN RETURN; END IF;
  RETURN QUERY
    SELECT 'disruption', d.id, 3, NULL::date, d.submitted_at FROM ocg_disruption d
     WHERE d.state = 'submitted' AND pam_sees_kind(d.record_id, d.agencies, 'disruption')
       AND pam_may_assess(d.record_id, d.author_id)
     ORDER BY d.submitted_at, d.id LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION pam_waiting_in_ocg(bigint, int) FROM PUBLIC;

-- The lines of a group's plan as it is now, no matter who may see each: what is planned (`body`) and where it stands (`progress`).
-- Signing copies them; what was withdrawn or superseded is no longer planned.
CREATE OR REPLACE FUNCTION pam_plan_lines(of_record bigint)
RETURNS TABLE (kind text, key uuid, place int, agencies bigint[], body jsonb, progress jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT 'head', p.uuid, 0, p.agencies, jsonb_build_object('end_state', p.end_state, 'archive_criteria', p.archive_criteria), '{}'::jsonb
    FROM ocg_plan p WHERE p.record_id = of_record
  UNION ALL
  SELECT 'objective', o.uuid, o.number::int, o.agencies,
         jsonb_build_object('number', o.number, 'text', o.text, 'measure', o.measure),
         jsonb_build_object('state', o.state, 'sentence', o.sentence)
    FROM ocg_planobjective o WHERE o.record_id = of_record AND o.removed_at IS NULL
  UNION ALL
  SELECT 'tactic', a.uuid, (row_number() OVER (ORDER BY a.due, a.id))::int, a.agencies,
         jsonb_build_object('code', a.code, 'title', a.title, 'strand', a.strand, 'due', a.due, 'starts', t.starts,
           'objective', o.uuid, 'card', v.body ->> 'name',
           'owner', coalesce(u.name || ', ', w.name || ', ', '') || g.name || CASE WHEN a.holder = '' THEN '' ELSE ' (' || a.holder || ')' END),
         jsonb_build_object('status', a.status, 'outcome', a.outcome)
    FROM actions_action a JOIN access_agency g ON g.id = a.owner_agency_id
    LEFT JOIN access_membership m ON m.id = a.owner_id LEFT JOIN access_user u ON u.id = m.user_id
    LEFT JOIN access_team w ON w.id = a.owner_team_id
    LEFT JOIN ocg_plantactic t ON t.action_id = a.id LEFT JOIN ocg_planobjective o ON o.id = t.objective_id
    LEFT JOIN frameworks_frameworkversion v ON v.id = t.card_id
   WHERE a.record_id = of_record AND a.strand <> '' AND a.status NOT IN ('withdrawn', 'superseded')
  UNION ALL
  SELECT 'stakeholder', s.uuid, s.id::int, s.agencies,
         jsonb_build_object('agency', s.agency, 'contact', s.contact, 'brings', s.brings, 'briefed_on', s.briefed_on), '{}'::jsonb
    FROM ocg_planstakeholder s WHERE s.record_id = of_record AND s.removed_at IS NULL
  UNION ALL
  SELECT 'gap', q.uuid, q.id::int, q.agencies, jsonb_build_object('question', q.question, 'collector', q.collector, 'due', q.due),
         jsonb_build_object('answered_by', q.answered_by, 'answered_on', q.answered_on)
    FROM ocg_plangap q WHERE q.record_id = of_record AND q.removed_at IS NULL
  UNION ALL
  SELECT 'risk', k.uuid, k.id::int, k.agencies,
         jsonb_build_object('kind', x.label, 'risk', k.risk, 'control', k.control, 'owner', k.owner), '{}'::jsonb
    FROM ocg_planrisk k JOIN reference_referencevalue x ON x.id = k.kind_id WHERE k.record_id = of_record AND k.removed_at IS NULL
  UNION ALL
  SELECT 'strand', n.uuid, n.id::int, n.agencies, jsonb_strip_nulls(jsonb_build_object('strand', n.strand, 'reason', n.reason,
         'owner', nullif(n.owner, ''))), '{}'::jsonb
    FROM ocg_planstrand n WHERE n.record_id = of_record AND (n.reason <> '' OR n.owner <> '')
$$;
REVOKE EXECUTE ON FUNCTION pam_plan_lines(bigint) FROM PUBLIC;

-- Those of them that the current reader may see: each audience is asked once.
CREATE OR REPLACE FUNCTION pam_plan_lines_seen(of_record bigint)
RETURNS TABLE (kind text, key uuid, place int, body jsonb, progress jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  WITH l AS MATERIALIZED (SELECT x.*, CASE x.kind WHEN 'tactic' THEN 'action' ELSE 'plan' END AS part FROM pam_plan_lines(of_record) x),
       seen AS MATERIALIZED (SELECT a.agencies, a.part FROM (SELECT DISTINCT l.agencies, l.part FROM l) a
                              WHERE pam_sees_kind(of_record, a.agencies, a.part))
  SELECT l.kind, l.key, l.place, l.body, l.progress FROM l
   WHERE EXISTS (SELECT 1 FROM seen WHERE seen.part = l.part AND seen.agencies IS NOT DISTINCT FROM l.agencies)
   ORDER BY l.kind, l.place
$$;

-- Whether the plan is another by now than in this version, as far as the current reader sees both.
CREATE OR REPLACE FUNCTION pam_plan_differs(of_version bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  WITH then_seen AS MATERIALIZED (
         SELECT l.key, l.body FROM ocg_planversionline l
          WHERE l.of_version_id = of_version
            AND pam_sees_kind(l.record_id, l.agencies, CASE l.kind WHEN 'tactic' THEN 'action' ELSE 'plan' END)),
       now_seen AS MATERIALIZED (
         SELECT s.key, s.body FROM ocg_planversion v, LATERAL pam_plan_lines_seen(v.record_id) s WHERE v.id = of_version)
  SELECT EXISTS ((TABLE then_seen EXCEPT TABLE now_seen) UNION ALL (TABLE now_seen EXCEPT TABLE then_seen))
$$;

-- What waits for the membership `me` about plans: versions that one has signed and they have not.
CREATE OR REPLACE FUNCTION pam_waiting_about_plans(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
  IF NOT pam_is_me(me) THEN RETURN; END IF;
  RETURN QUERY
    SELECT 'plan_to_sign', v.id, 3, NULL::date, v.created
      FROM (SELECT r.id, true AS leads FROM records_record r WHERE r.lead_id = me AND r.closed_at IS NULL AND r.kind = 'ocg'
            UNION ALL
            SELECT o.record_ptr_id, false FROM ocg_ocg o JOIN records_record r ON r.id = o.record_ptr_id
             WHERE o.sro_id = me AND r.closed_at IS NULL) mine
      JOIN ocg_planversion v ON v.record_id = mine.id
       AND CASE WHEN mine.leads THEN v.lro_signed_at IS NULL ELSE v.sro_signed_at IS NULL END
     WHERE NOT EXISTS (SELECT 1 FROM ocg_planversion n WHERE n.plan_id = v.plan_id AND n.number > v.number)
       AND NOT EXISTS (SELECT 1 FROM access_membership m JOIN access_membership s ON s.user_id = m.user_id
                        WHERE m.id = me AND s.id IN (v.lro_signed_by_id, v.sro_signed_by_id))
       AND pam_sees_kind(v.record_id, v.agencies, 'plan')
     ORDER BY v.created, v.id LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION pam_waiting_about_plans(bigint, int) FROM PUBLIC;

-- What waits for the membership `me` about requests to the region: of the region's people who contribute to the group, its own
-- steps; of the force's, those of the person who asked and of the group's lead.
CREATE OR REPLACE FUNCTION pam_waiting_about_region(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
  IF NOT pam_is_me(me) THEN RETURN; END IF;
  RETURN QUERY
    SELECT 'region_' || q.state, q.id, 3, CASE WHEN q.state = 'agreed' THEN q.timeline ELSE q.wanted_by END, q.updated
      FROM (SELECT x.* FROM ocg_regionrequest x WHERE x.region_id = pam_agency() AND x.state IN ('asked', 'accepted', 'agreed') OFFSET 0) q
     WHERE pam_sees_kind(q.record_id, q.agencies, 'region') AND pam_level(q.record_id) >= {{CONTRIBUTE}}
     ORDER BY q.updated, q.id LIMIT most;
  RETURN QUERY
    SELECT 'region_' || q.state, q.id, 3, NULL::date, q.updated
      FROM (SELECT x.* FROM ocg_regionrequest x JOIN records_record r ON r.id = x.record_id
             WHERE x.state IN ('more', 'terms', 'delivered') AND r.agency_id = pam_agency() AND me IN (x.author_id, r.lead_id) OFFSET 0) q
     WHERE pam_sees_kind(q.record_id, q.agencies, 'region') AND pam_level(q.record_id) >= {{CONTRIBUTE}}
     ORDER BY q.updated, q.id LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION pam_waiting_about_region(bigint, int) FROM PUBLIC;
