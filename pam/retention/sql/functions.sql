-- Retention: who sees and writes reviews and legal holds, and when the next review of a record is due.

-- Whether the current reader is one of the owning agency's people who can open the record (`enough` is VIEW) or manage it (MANAGE).
CREATE OR REPLACE FUNCTION pam_may_decide_retention(record bigint, min_level int) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT EXISTS (SELECT 1 FROM records_record r WHERE r.id = record AND r.agency_id = pam_agency())
     AND CASE WHEN min_level >= {{MANAGE}} THEN pam_level(record) >= {{MANAGE}} ELSE pam_sees(record) END
$$;

-- When the next retention review of a record is due: as its newest review said, or, while its group is another one
-- by now, the group's years after that review; before any review the group's first years after it was closed, or
-- opened.
CREATE OR REPLACE FUNCTION pam_due_of(r records_record) RETURNS date
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE last retention_review; years int;
BEGIN
  SELECT * INTO last FROM retention_review v WHERE v.record_id = r.id ORDER BY v.id DESC LIMIT 1;
  IF last.group_id = r.retention_group_id THEN RETURN last.next_review; END IF;
  SELECT CASE WHEN last.id IS NULL THEN g.first_years ELSE g.next_years END INTO years
    FROM records_retentiongroup g WHERE g.id = r.retention_group_id;
  RETURN (coalesce(last.reviewed_at, r.closed_at, r.opened_at) AT TIME ZONE 'Europe/London')::date
    + make_interval(years => years);
END $$;
REVOKE EXECUTE ON FUNCTION pam_due_of(records_record) FROM PUBLIC;

-- Disposal: one person proposes, another decides. Why the current reader can't decide a proposal; '' if they can.
CREATE OR REPLACE FUNCTION pam_disposal_refusal(d retention_disposal) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE r records_record;
BEGIN
  SELECT * INTO r FROM records_record WHERE id = d.record_id;
  IF r.id IS NULL OR r.agency_id IS DISTINCT FROM pam_agency() OR NOT pam_sees(r.id) THEN RETURN 'sight'; END IF;
  IF NOT pam_has_role('{supervisor}') THEN RETURN 'role'; END IF;
  PERFORM 1 FROM access_membership m WHERE m.id = d.proposer_id AND m.user_id = pam_user();
  IF FOUND THEN RETURN 'proposer'; END IF;
  PERFORM 1 FROM access_membership m WHERE m.id = r.lead_id AND m.user_id = pam_user();
  IF FOUND THEN RETURN 'lead'; END IF;
  PERFORM 1 FROM retention_hold h WHERE h.record_id = r.id AND h.lifted_at IS NULL;
  IF FOUND THEN RETURN 'hold'; END IF;
  RETURN '';
END $$;

CREATE OR REPLACE FUNCTION pam_refusal_of_disposal(wanted_id bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT coalesce((SELECT pam_disposal_refusal(d) FROM retention_disposal d WHERE d.id = wanted_id AND d.state = 'proposed'), 'sight') $$;

-- How many rows of each kind a proposal would erase: numbers, also of what is addressed past the reader.
CREATE OR REPLACE FUNCTION pam_erasable(of_record bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ BEGIN RETURN CASE WHEN pam_may_decide_retention(of_record, {{VIEW}}) THEN pam_erasable_rows(of_record) END; END $$;

-- Approves a proposal and erases its record at once, if as many rows go as its reader has seen; answers the certificate's number. This is the one way past the
-- privileges that keep records and histories: it believes nobody, and asks the proposal and the reader anew.
CREATE OR REPLACE FUNCTION pam_dispose(wanted_id bigint, seen bigint) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE d retention_disposal; r records_record; me bigint; new_certificate_id bigint; refusal text; files bigint;
BEGIN
  SELECT * INTO d FROM retention_disposal WHERE id = wanted_id;
  SELECT * INTO r FROM records_record WHERE id = d.record_id FOR UPDATE;
  SELECT * INTO d FROM retention_disposal WHERE id = wanted_id AND state = 'proposed' FOR UPDATE;
  refusal := CASE WHEN d.id IS NULL OR r.id IS NULL THEN 'sight' ELSE pam_disposal_refusal(d) END;
  IF refusal <> '' THEN
    RAISE EXCEPTION '%', refusal USING ERRCODE = 'insufficient_privilege';
  END IF;
  -- Behind the lock: nothing more can be added.
  IF seen IS DISTINCT FROM (SELECT sum(value::bigint) FROM jsonb_each_text(pam_erasable_rows(r.id))) THEN
    RAISE EXCEPTION 'changed' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT m.id INTO me FROM access_membership m WHERE pam_is_me(m.id) AND m.user_id = pam_user();
  INSERT INTO retention_certificate (reference, kind, agency_id, opened_on, closed_on, "group", ground, proposed_by_id,
      proposed_at, approved_by_id, disposed_at, counts, {{OTHER_COLUMNS}})
    SELECT r.reference, r.kind, r.agency_id, (r.opened_at AT TIME ZONE 'Europe/London')::date,
      (r.closed_at AT TIME ZONE 'Europe/London')::date,
      (SELECT g.label FROM records_retentiongroup g WHERE g.id = r.retention_group_id),
      coalesce((SELECT t.label FROM reference_referencevalue t WHERE t.listing = 'retention.dispose' AND t.code = d.ground), d.ground),
      d.proposer_id, d.proposed_at, me, clock_timestamp(), pam_erasable_rows(r.id), {{THEIR_DEFAULTS}}
    RETURNING id INTO new_certificate_id;
  PERFORM pam_erase_record(r.id, new_certificate_id);
  SELECT count(*) INTO files FROM retention_erasedfile f WHERE f.certificate_id = new_certificate_id;
  UPDATE retention_certificate SET counts = counts || jsonb_build_object('files', files) WHERE id = new_certificate_id AND files > 0;
  RETURN new_certificate_id;
END $$;

-- The people who a request may mean, in records that the reader's agency owns, as far as the reader is cleared and the
-- row is addressed to the agency: by name, first those that have each of its words, then those that look or sound like
-- it or leave a given name out, the likest first; and those who are the same human as one of these.
CREATE OR REPLACE FUNCTION pam_subjects_held(wanted_id uuid, max_rows int)
RETURNS TABLE (id bigint, record bigint, reference text, kind text, name text, born text, category text, role text,
               ended boolean, exact boolean)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 50
AS $$
DECLARE q retention_subjectrequest; words text[]; whole tsquery; typed text[]; alike tsquery;
BEGIN
  SELECT * INTO q FROM retention_subjectrequest x WHERE x.uuid = wanted_id AND x.agency_id = pam_agency();
  words := array_remove(string_to_array(pam_fold(q.name), ' '), '');
  IF q.id IS NULL OR NOT pam_has_role('{data_protection}') OR cardinality(words) = 0 THEN RETURN; END IF;
  whole := (SELECT string_agg(quote_literal(w), '&') FROM unnest(words) w)::tsquery;
  typed := pam_other_forms(words);
  alike := whole || pam_alike_query(typed);
  RETURN QUERY
    WITH named AS MATERIALIZED (  -- by the name, and by other names
      SELECT s.id, s.search @@ whole AS exact, pam_likeness(pam_fold(s.name), typed) AS likeness
        FROM records_subject s WHERE s.search @@ alike
       UNION ALL
      SELECT p.subject_id, p.search @@ whole, pam_likeness(pam_fold(p.value), typed)
        FROM subjects_particular p
       WHERE p.search @@ alike AND p.type IN ('alias', 'former_name')
         AND {{for_us_p}}
         AND {{cleared_for_p}}),
    held AS MATERIALIZED (
      SELECT s.id, s.identity_id, bool_or(n.exact) AS exact, max(n.likeness) AS likeness
        FROM named n JOIN records_subject s ON s.id = n.id JOIN records_record r ON r.id = s.record_id
       WHERE s.kind = 'person' AND r.agency_id = pam_agency() AND r.marking <= pam_clearance()
         AND (q.born IS NULL OR s.born IS NULL OR
              (pam_born_from(s.born) <= pam_born_to(q.born) AND pam_born_from(q.born) <= pam_born_to(s.born)))
         AND {{for_us_s}}
       GROUP BY s.id ORDER BY exact DESC, likeness DESC, s.id LIMIT max_rows)
    SELECT s.id, r.id, r.reference::text, r.kind::text, s.name::text, s.born::text, s.category::text, s.role::text,
           s.ended_at IS NOT NULL, coalesce(h.exact, true)
      FROM records_subject s JOIN records_record r ON r.id = s.record_id LEFT JOIN held h ON h.id = s.id
     WHERE (h.id IS NOT NULL AND (h.exact OR h.likeness >= 0.6) OR s.identity_id IN (SELECT i.identity_id FROM held i WHERE i.exact))
       AND r.agency_id = pam_agency() AND r.marking <= pam_clearance()
       AND {{for_us_s}}
     ORDER BY coalesce(h.exact, true) DESC, h.likeness DESC NULLS LAST, pam_fold(s.name) COLLATE "C", r.reference, s.id LIMIT max_rows;
END $$;

-- How many records of an agency are in each retention group, up to `max_rows`: for its administrators, nobody else.
CREATE OR REPLACE FUNCTION pam_records_in_groups(of_agency bigint, max_rows int) RETURNS TABLE (grp bigint, records bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp ROWS 20
AS $$
BEGIN
  IF NOT pam_administers(of_agency) THEN RETURN; END IF;
  RETURN QUERY SELECT g.id, n.records FROM records_retentiongroup g CROSS JOIN LATERAL (
    SELECT count(*) AS records FROM (
      SELECT 1 FROM records_record r WHERE r.retention_group_id = g.id AND r.agency_id = of_agency LIMIT max_rows) counted) n
   WHERE g.agency_id IS NULL OR g.agency_id = of_agency;
END $$;
