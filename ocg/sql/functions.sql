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

-- What waits for the membership `me` in this room (see pam_waiting, which calls it for the current reader): disruptions that
-- they may assess, and their own that were returned.
CREATE OR REPLACE FUNCTION pam_waiting_in_ocg(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
  IF NOT pam_is_me(me) THEN RETURN; END IF;
  RETURN QUERY
    SELECT 'disruption_returned', d.id, 3, NULL::date, d.updated FROM ocg_disruption d
     WHERE d.author_id = me AND d.state = 'returned' AND pam_sees_kind(d.record_id, d.agencies, 'disruption')
     ORDER BY d.updated, d.id LIMIT most;
  IF NOT pam_has_role('{assessor}') THEN RETURN; END IF;
  RETURN QUERY
    SELECT 'disruption', d.id, 3, NULL::date, d.submitted_at FROM ocg_disruption d
     WHERE d.state = 'submitted' AND pam_sees_kind(d.record_id, d.agencies, 'disruption')
       AND pam_may_assess(d.record_id, d.author_id)
     ORDER BY d.submitted_at, d.id LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION pam_waiting_in_ocg(bigint, int) FROM PUBLIC;
