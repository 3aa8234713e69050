-- When a record is disposed of, meetings about it let it go: what was said of it goes, agreed minutes stay.

-- Whether a principal (of a person: with their agency and teams) could open a record at this moment.
CREATE OR REPLACE FUNCTION pam_principal_opens(principal int, record bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE m access_membership; theirs int[] := ARRAY[principal]; cleared int := 2147483647;  -- a team has no clearance
BEGIN
  SELECT * INTO m FROM access_membership WHERE principal_id = principal;
  IF m.id IS NOT NULL THEN
    cleared := m.clearance;
    theirs := theirs || (SELECT a.principal_id FROM access_agency a WHERE a.id = m.agency_id)
      || ARRAY(SELECT t.principal_id FROM access_membership_teams mt JOIN access_team t ON t.id = mt.team_id
                WHERE mt.membership_id = m.id);
  END IF;
  RETURN EXISTS (SELECT 1 FROM records_record r WHERE r.id = record AND {{others_may_see_record}});
END $$;
REVOKE EXECUTE ON FUNCTION pam_principal_opens(int, bigint) FROM PUBLIC;

CREATE OR REPLACE FUNCTION pam_before_disposal_of_meetings(disposed_id bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE listed bigint[]; items bigint[]; given bigint[]; told bigint[];
BEGIN
  -- The cases that it referred to lists of its own agency go with it, with what was said of them.
  listed := ARRAY(SELECT e.id FROM pam_referrals_of(disposed_id) p
    JOIN meetings_caseentry e ON e.provider = p.provider AND e.referral = p.referral
    JOIN records_record l ON l.id = e.record_id JOIN records_record d ON d.id = disposed_id
   WHERE l.agency_id = d.agency_id AND l.id <> d.id);
  items := ARRAY(SELECT e.item_id FROM meetings_caseentry e WHERE e.id = ANY (listed) AND e.item_id IS NOT NULL);
  given := ARRAY(SELECT a.action_id FROM meetings_meetingaction a WHERE a.item_id = ANY (items));
  PERFORM 1 FROM meetings_caseentry e JOIN meetings_meeting m ON m.record_ptr_id = e.record_id
    WHERE e.id = ANY (listed) AND e.state NOT IN ('returned', 'transferred') AND m.state NOT IN ('approved', 'cancelled');
  IF FOUND THEN
    RAISE EXCEPTION 'It is on the list of cases of a meeting whose minutes are not approved. Set it aside there, or approve them first.'
      USING ERRCODE = 'PAM01';
  END IF;
  PERFORM 1 FROM meetings_agendaitem i JOIN meetings_meeting m ON m.record_ptr_id = i.record_id
    WHERE i.about_id = disposed_id AND i.record_id <> disposed_id AND i.removed_at IS NULL
      AND m.state NOT IN ('approved', 'cancelled');
  IF FOUND THEN
    RAISE EXCEPTION 'It is on the agenda of a meeting whose minutes are not approved. Take it off, or approve them first.'
      USING ERRCODE = 'PAM01';
  END IF;
  -- Minutes stay with those who could read all of them until now: nobody gets back what they had lost.
  UPDATE meetings_minutescopy c SET about_records = array_remove(c.about_records, disposed_id),
      for_principals = ARRAY(SELECT p FROM unnest(c.for_principals) p WHERE pam_principal_opens(p, disposed_id))
    WHERE c.about_records @> ARRAY[disposed_id] AND c.record_id <> disposed_id;
  PERFORM pam_erase_history('meetings_historicalmeetingaction', ARRAY(SELECT history_id FROM meetings_historicalmeetingaction WHERE about_id = disposed_id OR item_id = ANY (items)));
  DELETE FROM meetings_meetingaction WHERE about_id = disposed_id OR item_id = ANY (items);
  PERFORM pam_erase_history('meetings_historicalwording', ARRAY(SELECT history_id FROM meetings_historicalwording WHERE about_id = disposed_id OR item_id = ANY (items)));
  DELETE FROM meetings_wording WHERE about_id = disposed_id OR item_id = ANY (items);
  PERFORM pam_erase_history('meetings_historicalconflict', ARRAY(SELECT history_id FROM meetings_historicalconflict WHERE about_id = disposed_id OR item_id = ANY (items)));
  DELETE FROM meetings_conflict WHERE about_id = disposed_id OR item_id = ANY (items);
  -- Papers on it, and packs that speak of it: a pack is made again of what there is then.
  PERFORM pam_erase_history('meetings_historicalpaper', ARRAY(SELECT history_id FROM meetings_historicalpaper WHERE about_id = disposed_id OR item_id = ANY (items)));
  DELETE FROM meetings_paperopening WHERE paper_id IN (SELECT id FROM meetings_paper WHERE about_id = disposed_id OR item_id = ANY (items));
  UPDATE meetings_paper SET replaces_id = NULL WHERE about_id = disposed_id OR item_id = ANY (items);
  DELETE FROM meetings_paper WHERE about_id = disposed_id OR item_id = ANY (items);
  DELETE FROM meetings_packopening WHERE pack_id IN (SELECT id FROM meetings_pack WHERE about_records @> ARRAY[disposed_id]
    OR record_id IN (SELECT e.record_id FROM meetings_caseentry e WHERE e.id = ANY (listed)));
  DELETE FROM meetings_pack WHERE about_records @> ARRAY[disposed_id]
    OR record_id IN (SELECT e.record_id FROM meetings_caseentry e WHERE e.id = ANY (listed));
  DELETE FROM meetings_privatenote WHERE about_id = disposed_id OR item_id = ANY (items);
  DELETE FROM meetings_shownonwall WHERE about_id = disposed_id OR item_id = ANY (items);
  PERFORM pam_erase_history('meetings_historicalcarriedaction', ARRAY(SELECT history_id FROM meetings_historicalcarriedaction WHERE about_id = disposed_id OR item_id = ANY (items)));
  DELETE FROM meetings_carriedaction WHERE about_id = disposed_id OR item_id = ANY (items);
  PERFORM pam_erase_history('meetings_historicaldecision', ARRAY(SELECT history_id FROM meetings_historicaldecision WHERE about_id = disposed_id OR item_id = ANY (items)));
  UPDATE meetings_decision SET about_id = NULL, text = 'Disposed of with the record that it was about', rationale = '',
      alternatives = '', dissent = '', considered = '{}', late_why = '',
      agencies = (SELECT ARRAY[r.agency_id] FROM records_record r WHERE r.id = record_id)
    WHERE (about_id = disposed_id OR item_id = ANY (items)) AND record_id <> disposed_id;
  PERFORM pam_erase_history('meetings_historicalagendaitem', ARRAY(SELECT history_id FROM meetings_historicalagendaitem WHERE about_id = disposed_id OR id = ANY (items)));
  -- For the owning agency alone: others who were invited may not even have known that there was such an item.
  UPDATE meetings_agendaitem SET about_id = NULL, title = 'A record that has been disposed of', notes = '',
      agencies = (SELECT ARRAY[r.agency_id] FROM records_record r WHERE r.id = record_id)
    WHERE (about_id = disposed_id OR id = ANY (items)) AND record_id <> disposed_id;
  PERFORM pam_erase_history('actions_historicalactionstep', ARRAY(SELECT history_id FROM actions_historicalactionstep WHERE action_id = ANY (given)));
  DELETE FROM actions_actionstep WHERE action_id = ANY (given);
  PERFORM pam_erase_history('actions_historicalaction', ARRAY(SELECT history_id FROM actions_historicalaction WHERE id = ANY (given)));
  -- The lines of the meeting's own chronology that name one of these actions.
  told := ARRAY(SELECT e.id FROM actions_action a JOIN records_entry e ON e.record_id = a.record_id
    WHERE a.id = ANY (given) AND a.record_id <> disposed_id AND strpos(e.title || e.text, left(a.title, 100)) > 0);
  PERFORM pam_erase_history('records_historicalentry', ARRAY(SELECT history_id FROM records_historicalentry WHERE id = ANY (told)));
  UPDATE records_entry SET title = 'Disposed of with the record that it was about', text = '' WHERE id = ANY (told);
  UPDATE actions_action SET title = 'Disposed of with the record that it was about', details = '', holder = '', answer = '',
      outcome = CASE outcome WHEN '' THEN '' ELSE 'Disposed of' END, evidence = '', evidence_document_id = NULL
    WHERE id = ANY (given) AND record_id <> disposed_id;
  PERFORM pam_erase_history('meetings_historicalresearchline', ARRAY(SELECT history_id FROM meetings_historicalresearchline WHERE entry_id = ANY (listed)));
  DELETE FROM meetings_researchline WHERE entry_id = ANY (listed);
  PERFORM pam_erase_history('meetings_historicalresearch', ARRAY(SELECT history_id FROM meetings_historicalresearch WHERE entry_id = ANY (listed)));
  DELETE FROM meetings_research WHERE entry_id = ANY (listed);
  PERFORM pam_erase_history('meetings_historicalcaseperson', ARRAY(SELECT history_id FROM meetings_historicalcaseperson WHERE entry_id = ANY (listed)));
  DELETE FROM meetings_caseperson WHERE entry_id = ANY (listed);
  PERFORM pam_erase_history('meetings_historicalcaseentry', ARRAY(SELECT history_id FROM meetings_historicalcaseentry WHERE id = ANY (listed)));
  DELETE FROM meetings_caseentry WHERE id = ANY (listed);
  -- A list that another agency keeps is its own record, kept by its own retention; it names the referral no longer.
  UPDATE meetings_caseentry e SET referral = NULL, provider = '' FROM pam_referrals_of(disposed_id) p
   WHERE e.provider = p.provider AND e.referral = p.referral;
END $$;
REVOKE EXECUTE ON FUNCTION pam_before_disposal_of_meetings(bigint) FROM PUBLIC;

-- How many live agenda items, decisions, raised and carried actions a meeting has, no matter who may see them. Only for the person who manages it:
-- the minutes say "something is withheld" also if nobody at the meeting may see that something.
CREATE OR REPLACE FUNCTION pam_meeting_size(meeting bigint) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF pam_level(meeting) < {{MANAGE}} THEN RETURN NULL; END IF;
  RETURN (SELECT count(*) FROM meetings_agendaitem i WHERE i.record_id = meeting AND i.removed_at IS NULL)
       + (SELECT count(*) FROM meetings_decision d WHERE d.record_id = meeting)
       + (SELECT count(*) FROM meetings_meetingaction a WHERE a.record_id = meeting)
       + (SELECT count(*) FROM meetings_carriedaction c WHERE c.record_id = meeting);
END $$;

-- The same of what a pack holds: items, carried actions and papers in their newest versions.
CREATE OR REPLACE FUNCTION pam_pack_size(meeting bigint) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF pam_level(meeting) < {{MANAGE}} THEN RETURN NULL; END IF;
  RETURN (SELECT count(*) FROM meetings_agendaitem i WHERE i.record_id = meeting AND i.removed_at IS NULL)
       + (SELECT count(*) FROM meetings_carriedaction c WHERE c.record_id = meeting)
       + (SELECT count(*) FROM meetings_paper p JOIN meetings_agendaitem i ON i.id = p.item_id
           WHERE p.record_id = meeting AND p.removed_at IS NULL AND i.removed_at IS NULL
             AND NOT EXISTS (SELECT 1 FROM meetings_paper n WHERE n.replaces_id = p.id));
END $$;

-- The numbers that agenda items have on the full agenda, and whether it has live items besides these: of items that the reader sees,
-- to who manages the meeting or where its agency says that a part is withheld. Else nothing gives away the others, whatever is asked.
CREATE OR REPLACE FUNCTION pam_agenda_numbers(meeting bigint, items bigint[])
RETURNS TABLE (item bigint, number int, others boolean, manages boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE leads boolean := pam_level(meeting) >= {{MANAGE}}; told boolean;
BEGIN
  IF NOT pam_sees(meeting) THEN RETURN; END IF;
  told := leads OR (SELECT pam_setting('meetings.say_withheld', r.agency_id)::boolean FROM records_record r WHERE r.id = meeting);
  RETURN QUERY SELECT a.id, CASE WHEN told THEN a.place::int END, told AND a.live > cardinality(items), leads FROM (
      SELECT i.*, row_number() OVER (ORDER BY i.position, i.id) AS place, count(*) OVER () AS live
        FROM meetings_agendaitem i WHERE i.record_id = meeting AND i.removed_at IS NULL) a
    WHERE a.id = ANY (items) AND pam_sees_kind(meeting, a.agencies, 'agenda') AND pam_sees_also(a.about_id)
      AND NOT coalesce(a.withheld_from && pam_principals(), false) AND coalesce(a.for_principals && pam_principals(), true);
END $$;

-- How many people a series asks for, for who may open a meeting of it; NULL where it does not say.
CREATE OR REPLACE FUNCTION pam_meeting_quorum(meeting bigint) RETURNS int
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT pam_sees(meeting) THEN RETURN NULL; END IF;
  RETURN (SELECT s.quorum FROM meetings_meeting m JOIN meetings_meetingseries s ON s.record_ptr_id = m.of_series_id
           WHERE m.record_ptr_id = meeting);
END $$;

-- What waits for the membership `me` in this room (see pam_waiting, which calls it for the current reader): minutes to
-- approve, meetings that they are invited to and minutes that are ready, until they have opened them.
CREATE OR REPLACE FUNCTION pam_waiting_in_meetings(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
  us bigint := pam_agency(); today date := timezone('Europe/London', statement_timestamp())::date;
  told timestamptz := statement_timestamp() - interval '30 days';
BEGIN
  IF NOT pam_is_me(me) THEN RETURN; END IF;
  RETURN QUERY
    -- The level is asked of closed meetings alone, not of all that a person leads.
    (SELECT 'approve', own.id, 3, NULL::date, own.ended_at
       FROM (SELECT r.id, m.ended_at FROM records_record r JOIN meetings_meeting m ON m.record_ptr_id = r.id
              WHERE r.lead_id = me AND r.kind = 'meeting' AND r.closed_at IS NULL AND r.agency_id = us AND m.state = 'closed'
                -- Another secretary tidies them first.
                AND (coalesce(m.secretary_id, me) = me
                     OR EXISTS (SELECT 1 FROM meetings_minutesversion v WHERE v.record_id = r.id)) OFFSET 0) own
      WHERE pam_level(own.id) >= {{MANAGE}} LIMIT most)
    UNION ALL
    (SELECT 'tidy', own.id, 3, NULL::date, own.ended_at
       FROM (SELECT r.id, m.ended_at FROM meetings_meeting m JOIN records_record r ON m.record_ptr_id = r.id
              WHERE m.secretary_id = me AND m.state = 'closed' AND r.lead_id <> me AND r.closed_at IS NULL AND r.agency_id = us
                AND NOT EXISTS (SELECT 1 FROM meetings_minutesversion v WHERE v.record_id = r.id) OFFSET 0) own
      WHERE pam_level(own.id) >= {{MANAGE}} LIMIT most)
    UNION ALL
    (SELECT DISTINCT ON (r.id) 'invited', r.id,
            CASE WHEN timezone('Europe/London', m.starts_at)::date = today THEN 2 ELSE 4 END,
            timezone('Europe/London', m.starts_at)::date, d.created
       FROM notifications_delivery d JOIN records_record r ON r.uuid = d.about JOIN meetings_meeting m ON m.record_ptr_id = r.id
      WHERE d.recipient_id = me AND d.seen_at IS NULL AND d.event IN ('meeting_invited', 'meeting_changed') AND d.created > told
        AND m.state = 'called' AND m.starts_at > statement_timestamp() AND {{may_see_record}}
        AND EXISTS (SELECT 1 FROM meetings_attendance i WHERE i.record_id = r.id AND i.person_id = me AND i.removed_at IS NULL)
      ORDER BY r.id, d.created DESC LIMIT most)
    UNION ALL
    (SELECT 'update', u.id, CASE WHEN u.due < today THEN 1 WHEN u.due = today THEN 2 ELSE 4 END, u.due, u.created
       FROM meetings_updaterequest u JOIN records_record r ON r.id = u.record_id JOIN meetings_meeting m ON m.record_ptr_id = u.meeting_id
      WHERE u.asked_id = me AND u.given_at IS NULL AND m.state = 'called' AND {{may_see_record}}
        AND pam_sees_kind(u.record_id, u.agencies, 'update')
      ORDER BY u.due, u.id LIMIT most)
    UNION ALL
    (SELECT 'research', x.id, CASE WHEN x.due_at < statement_timestamp() THEN 1
            WHEN timezone('Europe/London', x.due_at)::date = today THEN 2 ELSE 4 END,
            timezone('Europe/London', x.due_at)::date, x.created
       FROM meetings_research x JOIN meetings_caseentry e ON e.id = x.entry_id JOIN meetings_meeting m ON m.record_ptr_id = x.record_id
      WHERE x.agency_id = us AND x.state = 'asked' AND e.state = 'accepted' AND m.state IN ('called', 'held')
        AND pam_sees_kind(x.record_id, x.agencies, 'caselist') AND pam_sees_kind(x.record_id, e.agencies, 'caselist')
      ORDER BY x.due_at, x.id LIMIT most)
    UNION ALL
    (SELECT 'minutes', c.id, 5, NULL::date, d.created
       FROM notifications_delivery d JOIN meetings_minutescopy c ON c.uuid = d.about
      WHERE d.recipient_id = me AND d.seen_at IS NULL AND d.event = 'minutes_ready' AND d.created > told
        AND c.state = 'made' AND c.for_principals && pam_principals() AND pam_sees_all(c.about_records)
        AND pam_sees_kind(c.record_id, c.agencies, 'minutes') LIMIT most);
END $$;
REVOKE EXECUTE ON FUNCTION pam_waiting_in_meetings(bigint, int) FROM PUBLIC;

-- What the person `me`, who reads, may see of a meeting that is followed (meetings/live), told in a fingerprint: the same for all who
-- are shown the same. NULL for who may not open it. Asked as the web role: the row policies answer. What is in those rows is not
-- part of it (the version of the meeting stands for that).
CREATE OR REPLACE FUNCTION pam_meeting_sight(of_meeting uuid, me bigint) RETURNS text LANGUAGE plpgsql STABLE
AS $$
DECLARE meeting bigint; here bigint;
BEGIN
  SELECT r.id INTO meeting FROM records_record r JOIN meetings_meeting m ON m.record_ptr_id = r.id WHERE r.uuid = of_meeting;
  IF NOT FOUND THEN RETURN NULL; END IF;
  SELECT i.about_id INTO here FROM meetings_roomstate s JOIN meetings_agendaitem i ON i.id = s.at_item_id WHERE s.record_id = meeting;
  RETURN md5(jsonb_build_array(pam_agency(), pam_clearance(), pam_level(meeting), pam_sees_kind(meeting, NULL, 'room'),
    pam_sees_kind(meeting, NULL, 'attendance'),
    (SELECT string_agg(i.id::text, ',' ORDER BY i.id) FROM meetings_agendaitem i WHERE i.record_id = meeting AND i.removed_at IS NULL),
    (SELECT string_agg(d.id::text, ',' ORDER BY d.id) FROM meetings_decision d WHERE d.record_id = meeting),
    (SELECT string_agg(concat(r.id, CASE WHEN a.owner_id = me THEN ' mine' END), ',' ORDER BY r.id)
       FROM meetings_meetingaction r JOIN actions_action a ON a.id = r.action_id WHERE r.record_id = meeting),
    pam_level(here), (SELECT t.principal_id = ANY (pam_principals()) FROM records_record r JOIN access_team t ON t.id = r.team_id WHERE r.id = here),
    (SELECT string_agg(concat(g.level, g.kinds, g.conditions, g.condition_text), ',' ORDER BY g.id) FROM access_grant g
      WHERE g.record_id = here AND coalesce(g.group_id = ANY (pam_principals()), false) AND pam_grant_lives(g)))::text);
END $$;

-- The same, after a fingerprint of what the browser's session holds; NULL where it is signed out.
CREATE OR REPLACE FUNCTION pam_meeting_sight_in(browser text, of_meeting uuid, me bigint) RETURNS text LANGUAGE plpgsql STABLE
AS $$ BEGIN RETURN md5(pam_session(browser)) || ' ' || pam_meeting_sight(of_meeting, me); END $$;

-- The same for a page that asks again: a ticket says who reads (pam_read_as).
CREATE OR REPLACE FUNCTION pam_follow_meeting(who text, at bigint, mac text, browser text, of_meeting uuid, me bigint) RETURNS text
LANGUAGE plpgsql VOLATILE
AS $$
BEGIN
  PERFORM pam_read_as(who, at, mac);
  RETURN pam_meeting_sight_in(browser, of_meeting, me);
END $$;
