-- Mail that is waiting or was sent: its owner's jobs, and the demo's mailbox page.
DROP POLICY IF EXISTS pam_reader ON actions_reminder;
CREATE POLICY pam_reader ON actions_reminder FOR SELECT TO pam_web USING (false);

-- Sanitised actions (pam/actions): what somebody is asked who may not see the record. The row names no record; the
-- action points at it, so who sees the action sees it by the action's own policy.
DROP POLICY IF EXISTS pam_reader ON actions_sanitisedaction;
CREATE POLICY pam_reader ON actions_sanitisedaction FOR SELECT TO pam_web
  USING (receiver_id = ANY (pam_principals()) OR pam_is_me(given_by_id)
         OR EXISTS (SELECT 1 FROM actions_action a WHERE a.sanitised_id = actions_sanitisedaction.id));
DROP POLICY IF EXISTS pam_giver ON actions_sanitisedaction;
CREATE POLICY pam_giver ON actions_sanitisedaction FOR INSERT TO pam_web
  WITH CHECK (pam_is_me(given_by_id) AND given_by_agency_id = pam_agency() AND state = 'open');
-- Moved, closed, withdrawn or opened again by who may do so with the action; never by its receiver.
DROP POLICY IF EXISTS pam_changer ON actions_sanitisedaction;
CREATE POLICY pam_changer ON actions_sanitisedaction FOR UPDATE TO pam_web
  USING (EXISTS (SELECT 1 FROM actions_action a WHERE a.sanitised_id = actions_sanitisedaction.id
                  AND (pam_is_me(a.owner_id) OR pam_level(a.record_id) >= 3)))
  WITH CHECK (EXISTS (SELECT 1 FROM actions_action a WHERE a.sanitised_id = actions_sanitisedaction.id
                  AND (pam_is_me(a.owner_id) OR pam_level(a.record_id) >= 3)));
GRANT UPDATE (state, due) ON actions_sanitisedaction TO pam_web;

-- Whether the current reader was given a sanitised action that still waits for their reports.
CREATE OR REPLACE FUNCTION pam_may_report(sanitised bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT EXISTS (SELECT 1 FROM actions_sanitisedaction s WHERE s.id = sanitised
    AND s.receiver_id = ANY (pam_principals()) AND s.state IN ('open', 'done', 'declined'))
$$;

DROP POLICY IF EXISTS pam_reader ON actions_sanitisedreport;
CREATE POLICY pam_reader ON actions_sanitisedreport FOR SELECT TO pam_web
  USING (EXISTS (SELECT 1 FROM actions_sanitisedaction s WHERE s.id = about_id));
DROP POLICY IF EXISTS pam_reporter ON actions_sanitisedreport;
CREATE POLICY pam_reporter ON actions_sanitisedreport FOR INSERT TO pam_web
  WITH CHECK (pam_is_me(by_id) AND by_agency_id = pam_agency() AND pam_may_report(about_id));

-- A report moves its action: done, not possible, or open again after all.
CREATE OR REPLACE FUNCTION pam_sanitised_reported() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE actions_sanitisedaction SET state = CASE NEW.kind WHEN 'progress' THEN 'open' ELSE NEW.kind END
   WHERE id = NEW.about_id AND state IN ('open', 'done', 'declined');
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_sanitised_reported AFTER INSERT ON actions_sanitisedreport
FOR EACH ROW EXECUTE FUNCTION pam_sanitised_reported();
