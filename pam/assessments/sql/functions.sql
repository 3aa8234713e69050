-- What waits for the membership `me` in this room (see pam_waiting, which calls it for the current reader): assessments of
-- their agency, or of its records, that wait for a second grade by a role of theirs, which they may give. Those of the highest
-- band at once, the others by the hours that the framework gives.
CREATE OR REPLACE FUNCTION pam_waiting_in_assessments(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
DECLARE able text[]; us bigint := pam_agency(); now_at timestamptz := statement_timestamp();
BEGIN
  IF NOT pam_is_me(me) THEN RETURN; END IF;
  SELECT m.roles::text[] INTO able FROM access_membership m WHERE m.id = me;
  RETURN QUERY
    SELECT 'second', own.id,
           CASE WHEN own.grade = v.body -> 'bands' -> -1 ->> 'code' THEN 0 WHEN x.due < now_at THEN 1
                WHEN timezone('Europe/London', x.due)::date = timezone('Europe/London', now_at)::date THEN 2 ELSE 3 END,
           timezone('Europe/London', x.due)::date, own.completed_at
      FROM (SELECT a.id, a.record_id, a.agencies, a.author_agency_id, a.framework_version_id, a.grade, a.completed_at
              FROM assessments_assessment a JOIN records_record r ON r.id = a.record_id
             WHERE a.waits_for <> '' AND a.waits_for = ANY (able) AND a.author_id <> me
               AND us IN (a.author_agency_id, r.agency_id) OFFSET 0) own
      JOIN frameworks_frameworkversion v ON v.id = own.framework_version_id
     CROSS JOIN LATERAL (SELECT own.completed_at + make_interval(hours => (v.body #>> '{second-line,hours}')::int)) x(due)
     WHERE pam_level(own.record_id) >= CASE WHEN own.author_agency_id = us THEN {{CONTRIBUTE}} ELSE {{MANAGE}} END
       AND pam_sees_kind(own.record_id, own.agencies, 'assessment')
     ORDER BY 3, x.due, own.id LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION pam_waiting_in_assessments(bigint, int) FROM PUBLIC;

-- Whether the current reader may make the assessment `first` blind: it is withheld from them, they did not make it, and the
-- log has no line that they opened it, or after it was completed its record, before it was withheld.
CREATE OR REPLACE FUNCTION pam_may_check(first bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM assessments_assessment a JOIN access_membership m ON m.id = a.author_id
    WHERE a.id = first AND a.withheld_from && pam_principals() AND m.user_id <> pam_user() AND a.state = 'completed'
      AND pam_sees_kind(a.record_id, a.agencies, 'assessment')
      AND NOT EXISTS (SELECT 1 FROM audit_logentry l
                       WHERE l.records @> ARRAY[a.record_id] AND l.actor_id = pam_user()
                         AND l.at BETWEEN a.created AND a.withheld_at AND l.how <> 'list'
                         AND (l.at >= a.completed_at OR l.how LIKE '%assessment%'));
  RETURN FOUND;
END $$;
