-- Whether an open action of one's own waits: it is due soon, offered, new, or what was given to another agency is reported.
CREATE OR REPLACE FUNCTION pam_action_waits(a actions_action, soon date, fresh timestamptz) RETURNS boolean LANGUAGE sql STABLE
AS $$
  SELECT a.acceptance <> 'declined' AND (a.due <= soon OR a.acceptance = 'offered' OR a.created > fresh OR EXISTS (
    SELECT 1 FROM actions_sanitisedaction s WHERE s.id = a.sanitised_id AND s.state IN ('done', 'declined')))
$$;

-- What waits for the current reader, most urgent first, at most `most` rows: kind and number of the row, and by when. It
-- reads past the policies and asks the gate's own conditions itself, from the reader's own rows on (what they own, lead,
-- manage, were told). Who shows a row asks the gate for it once more.
-- The rooms of the kinds of work have functions of their own for theirs (pam_waiting_of_rooms calls them: apps.py).
-- `urgency`: 0 at once, 1 overdue, 2 today, 3 others wait for a decision, 4 soon, 5 news to read.
CREATE OR REPLACE FUNCTION pam_waiting(most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  mine int[] := pam_principals(); us bigint := pam_agency(); me bigint; able text[];
  today date := (statement_timestamp() AT TIME ZONE 'Europe/London')::date;
  soon date := today + 7; fresh timestamptz := statement_timestamp() - interval '3 days';
  teams bigint[]; answering bigint := pam_answering_agency();
  answers boolean := false; escalated boolean := false; stuck boolean := false;
BEGIN
  SELECT m.id, m.roles::text[] INTO me, able FROM access_membership m
    WHERE m.user_id = pam_user() AND m.agency_id = us AND pam_live(m);
  IF me IS NULL THEN RETURN; END IF;
  teams := ARRAY(SELECT t.id FROM access_team t WHERE t.principal_id = ANY (mine));
  PERFORM 1 FROM enquiries_enquiryrecipient e WHERE e.agency_id = us AND e.answer = '' LIMIT 1;
  IF FOUND THEN
    answers := me IN (SELECT c FROM pam_contacts_of(us, false) c);
    escalated := answers OR me IN (SELECT c FROM pam_contacts_of(us, true) c);
  END IF;
  IF 'administrator' = ANY (able) THEN
    stuck := pam_mail_is_stuck((pam_setting('notifications.stuck_minutes', us)#>>'{}')::int);
  END IF;
  RETURN QUERY SELECT w.kind, w.id, w.urgency, w.due, w.since FROM (
    (SELECT CASE WHEN s.state IN ('done', 'declined') THEN 'reported' WHEN a.acceptance = 'offered' THEN 'offered' ELSE 'action' END AS kind,
            a.id,
            CASE WHEN s.state IN ('done', 'declined') THEN 3 ELSE pam_urgency(a.due, today) END AS urgency,
            a.due, a.created AS since
       -- Along an index for each way of owning, soonest due first, until there are enough. coalesce() hides the gate from the
       -- planner, which would rather collect all that a reader may see.
       FROM (
         (SELECT a.id, a.due, a.created, a.acceptance, a.sanitised_id FROM actions_action a
           WHERE a.owner_id = me AND a.status = 'open' AND pam_action_waits(a, soon, fresh) AND coalesce({{may_see_action}}, false)
           ORDER BY a.due LIMIT most)
         UNION ALL
         (SELECT of_team.* FROM unnest(teams) own(team) CROSS JOIN LATERAL (
            SELECT a.id, a.due, a.created, a.acceptance, a.sanitised_id FROM actions_action a
             WHERE a.owner_team_id = own.team AND a.status = 'open' AND pam_action_waits(a, soon, fresh) AND coalesce({{may_see_action}}, false)
             ORDER BY a.due LIMIT most) of_team)
         UNION ALL
         (SELECT a.id, a.due, a.created, a.acceptance, a.sanitised_id FROM actions_action a
           WHERE a.owner_agency_id = answering AND a.owner_id IS NULL AND a.owner_team_id IS NULL AND a.status = 'open'
             AND pam_action_waits(a, soon, fresh) AND coalesce({{may_see_action}}, false)
           ORDER BY a.due LIMIT most)
       ) a LEFT JOIN actions_sanitisedaction s ON s.id = a.sanitised_id
      ORDER BY a.due LIMIT most)
    UNION ALL
    -- What was declined waits for the person who raised it; for the record's lead, if that person can no longer act.
    (SELECT 'declined', a.id, least(pam_urgency(a.due, today), 3), a.due, a.updated FROM actions_action a
      WHERE a.author_id = me AND a.status = 'open' AND a.acceptance = 'declined' AND {{may_see_action}} LIMIT most)
    UNION ALL
    (SELECT 'declined', a.id, least(pam_urgency(a.due, today), 3), a.due, a.updated
       FROM actions_action a JOIN records_record r ON r.id = a.record_id JOIN access_membership m ON m.id = a.author_id
      WHERE r.lead_id = me AND a.author_id <> me AND a.status = 'open' AND a.acceptance = 'declined' AND NOT pam_live(m)
        AND {{may_see_action}} LIMIT most)
    UNION ALL
    (SELECT 'given', s.id, pam_urgency(s.due, today), s.due, s.given_at FROM actions_sanitisedaction s
      WHERE s.receiver_id = ANY (mine) AND s.state = 'open' ORDER BY s.due LIMIT most)
    UNION ALL
    -- Records that the reader leads: their review, and how long they are kept.
    (SELECT 'review', r.id, pam_urgency(r.next_review, today), r.next_review, r.updated FROM records_record r
      WHERE r.lead_id = me AND r.closed_at IS NULL AND r.next_review <= soon AND coalesce({{may_see_record}}, false)
      ORDER BY r.next_review LIMIT most)
    UNION ALL
    (SELECT 'retention', r.id, CASE WHEN r.retention_due < today THEN 1 ELSE 4 END, r.retention_due, r.updated
       FROM records_record r JOIN access_team t ON t.id = r.team_id
      WHERE r.lead_id = me AND t.principal_id = ANY (mine) AND r.retention_due <= today + 30
        AND coalesce({{may_see_record}}, false) LIMIT most)
    UNION ALL
    (SELECT 'access', q.id, CASE WHEN q.escalated_at IS NULL THEN 3 ELSE 0 END, NULL, q.asked_at
       FROM disclosure_accessrequest q
      WHERE q.state = 'waiting' AND pam_level(q.record_id) >= {{MANAGE}}
        AND (q.record_id IN (SELECT r.id FROM records_record r WHERE r.lead_id = me)
             OR q.uuid IN (SELECT d.about FROM notifications_delivery d WHERE d.recipient_id = me AND d.seen_at IS NULL
                            AND d.event IN ('access_asked', 'access_unanswered'))) LIMIT most)
    UNION ALL
    (SELECT 'membership', q.id, 3, NULL, q.asked_at FROM accounts_membershiprequest q
      WHERE q.agency_id = us AND q.decided_at IS NULL AND q.withdrawn_at IS NULL AND me NOT IN (q.asked_by_id, q.membership_id)
        AND (able && '{administrator,supervisor}' OR q.team_id IN (SELECT t.id FROM access_team t WHERE t.manager_id = me))
        AND me IN (SELECT c FROM pam_deciders_of(q.agency_id, q.membership_id, q.team_id, q.asked_by_id) c) LIMIT most)
    UNION ALL
    (SELECT 'setting', q.id, 3, NULL, q.asked_at FROM reference_settingrequest q
      WHERE q.agency_id = us AND q.decided_at IS NULL AND q.withdrawn_at IS NULL AND able && '{administrator,supervisor}'
        AND me IN (SELECT c FROM pam_setting_deciders(q.agency_id, q.asked_by_id) c) LIMIT most)
    UNION ALL
    (SELECT 'team', v.id, CASE WHEN v.warned_at IS NULL THEN 3 ELSE 1 END,
            timezone('Europe/London', v.opened_at)::date + (pam_setting('accounts.review_lapse_days', us)#>>'{}')::int, v.opened_at
       FROM access_team t JOIN accounts_teamreview v ON v.team_id = t.id
      WHERE t.manager_id = me AND t.agency_id = us AND v.answered_at IS NULL AND v.lapsed_at IS NULL LIMIT most)
    UNION ALL
    (SELECT 'enquiry', e.id, pam_urgency(q.answer_by, today), q.answer_by, e.asked_at
       FROM enquiries_enquiryrecipient e JOIN enquiries_enquiry q ON q.id = e.question_id
      WHERE (answers OR escalated) AND e.agency_id = us AND e.answer = '' AND q.withdrawn_at IS NULL
        AND (answers OR e.escalated_at IS NOT NULL) LIMIT most)
    UNION ALL
    (SELECT 'match', m.id, 3, NULL, m.found_at FROM matching_match m JOIN records_subject s ON s.id = m.known_id
      WHERE m.state = 'new' AND {{may_see_subject}}
        AND (m.told_id = me OR (m.record_agency_id = us AND pam_level(m.record_id) >= {{MANAGE}}
             AND m.record_id IN (SELECT r.id FROM records_record r WHERE r.lead_id = me))) LIMIT most)
    UNION ALL
    (SELECT 'glass', o.id, 0, NULL, o.opened_at FROM disclosure_breakglassaccess o
      WHERE 'auditor' = ANY (able) AND us IN (o.agency_id, o.record_agency_id) AND o.reviewed_at IS NULL AND pam_may_review_break_glass(o) LIMIT most)
    UNION ALL
    (SELECT 'disposal', d.id, 3, NULL, d.proposed_at FROM retention_disposal d
      WHERE 'supervisor' = ANY (able) AND d.state = 'proposed'
        AND d.record_id IN (SELECT r.id FROM records_record r WHERE r.agency_id = us)
        AND pam_refusal_of_disposal(d.id) = '' LIMIT most)
    UNION ALL
    (SELECT 'mail', 0::bigint, 3, NULL, statement_timestamp() WHERE stuck)
    UNION ALL
    (SELECT o.kind, o.id, o.urgency, o.due, o.since FROM pam_waiting_of_rooms(me, most) o)
  ) w ORDER BY w.urgency, coalesce(w.due, timezone('Europe/London', w.since)::date), w.since, w.kind, w.id LIMIT most;
END $$;

-- How much a day presses: 1 overdue, 2 today, 4 later.
CREATE OR REPLACE FUNCTION pam_urgency(due date, today date) RETURNS int LANGUAGE sql IMMUTABLE
AS $$ SELECT CASE WHEN due < today THEN 1 WHEN due = today THEN 2 ELSE 4 END $$;

-- The records that the current reader opened last, newest first: from their own rows of the log, of the latest 80 of them.
CREATE OR REPLACE FUNCTION pam_recently_opened(most int) RETURNS TABLE (record bigint, latest bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT l.records[1], max(l.id) FROM (
      SELECT e.id, e.records FROM audit_logentry e
       WHERE e.actor_id = pam_user() AND e.agency_id = pam_agency() AND e.verb = 'consultation' AND e.how = 'open'
       ORDER BY e.id DESC LIMIT 80) l
   WHERE cardinality(l.records) > 0 GROUP BY 1 ORDER BY 2 DESC LIMIT most
$$;

-- What My work shows beside what waits, for the current reader: numbers, whose names are asked of the gate.
-- `part`: 'led' (the records that they lead, by `day`, their next review), 'opened' (what they opened last), 'shared' (the
-- latest share of each record by another agency: `level`, `given`, `until`, from which `agency`), 'signposts' (how many: `level`).
CREATE OR REPLACE FUNCTION pam_my_work(most int, few int)
RETURNS TABLE (part text, place bigint, record bigint, day date, given timestamptz, until timestamptz, level int, agency text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE mine int[] := pam_principals(); me bigint;
BEGIN
  SELECT m.id INTO me FROM access_membership m WHERE m.user_id = pam_user() AND m.agency_id = pam_agency() AND pam_live(m);
  IF me IS NULL THEN RETURN; END IF;
  RETURN QUERY
    -- Along an index, soonest first: coalesce() hides the gate from the planner, as in pam_waiting.
    (SELECT 'led', row_number() OVER (ORDER BY r.next_review, r.id), r.id, r.next_review, NULL::timestamptz, NULL::timestamptz,
            NULL::int, NULL::text
       FROM (SELECT r.id, r.next_review FROM records_record r
              WHERE r.lead_id = me AND r.closed_at IS NULL AND r.next_review IS NOT NULL AND coalesce({{may_see_record}}, false)
              ORDER BY r.next_review, r.id LIMIT most) r)
    UNION ALL
    (SELECT 'opened', row_number() OVER (ORDER BY o.latest DESC), o.record, NULL, NULL, NULL, NULL, NULL
       FROM pam_recently_opened(few) o)
    UNION ALL
    -- The newest of each principal, then of all of these: of several shares of a record the latest.
    (SELECT 'shared', row_number() OVER (ORDER BY s.given_at DESC, s.id DESC), s.record_id, NULL, s.given_at, s.until,
            s.level::int, a.name::text
       FROM (SELECT DISTINCT ON (l.record_id) l.* FROM (
               SELECT g.* FROM unnest(mine) p(id) CROSS JOIN LATERAL (
                   SELECT g.id, g.record_id, g.given_at, g.until, g.level, g.given_by_id FROM access_grant g
                    WHERE g.group_id = p.id AND g.source = 'share' AND g.lawful_basis_id IS NOT NULL AND g.level >= {{VIEW}}
                      AND pam_grant_lives(g)
                    ORDER BY g.given_at DESC, g.id DESC LIMIT 3 * few) g
                ORDER BY g.given_at DESC, g.id DESC LIMIT 3 * few) l
              ORDER BY l.record_id, l.given_at DESC, l.id DESC) s
       JOIN access_membership m ON m.id = s.given_by_id JOIN access_agency a ON a.id = m.agency_id
      ORDER BY s.given_at DESC, s.id DESC LIMIT few)
    UNION ALL
    (SELECT 'signposts', 1::bigint, NULL, NULL, NULL, NULL, count(*)::int, NULL FROM pam_signposts(200));
END $$;

-- The first statement of the page of a list: says who is reading (their ticket), and answers how much waits for them, at
-- most `most`, and their views of the list `code` and their teams', at most `views`; "" is a list without.
CREATE OR REPLACE FUNCTION pam_open_list(who text, at bigint, mac text, code text, most int, views int)
RETURNS TABLE (waiting bigint, kept jsonb)
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM pam_read_as(who, at, mac);
  waiting := (SELECT count(*) FROM pam_waiting(most));
  kept := CASE WHEN code = '' THEN '[]'::jsonb ELSE pam_views_of(code, views) END;
  RETURN NEXT;
END $$;

-- The first statement of "My work": says who is reading, and answers what pam_waiting() and pam_my_work() do.
CREATE OR REPLACE FUNCTION pam_open_work(who text, at bigint, mac text, most int, records int, few int)
RETURNS TABLE (waiting jsonb, work jsonb)
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM pam_read_as(who, at, mac);
  waiting := (SELECT coalesce(jsonb_agg(jsonb_build_array(w.kind, w.id, w.urgency, w.due, w.since) ORDER BY w.place), '[]'::jsonb)
                FROM pam_waiting(most) WITH ORDINALITY w(kind, id, urgency, due, since, place));
  work := (SELECT coalesce(jsonb_agg(jsonb_build_array(w.part, w.record, w.day, w.level, w.given, w.until, w.agency)
                                     ORDER BY w.part, w.place), '[]'::jsonb)
             FROM pam_my_work(records, few) w);
  RETURN NEXT;
END $$;
