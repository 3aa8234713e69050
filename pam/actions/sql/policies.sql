-- Sanitised actions (pam/actions): what a person is asked who may not see the record. The row names no record; the
-- action points at it, so who sees the action sees it by the action's own policy.
CREATE POLICY pam_reader ON actions_sanitisedaction FOR SELECT TO pam_web
  USING (receiver_id = ANY (pam_principals()) OR pam_is_me(given_by_id)
         OR EXISTS (SELECT 1 FROM actions_action a WHERE a.sanitised_id = actions_sanitisedaction.id));
CREATE POLICY pam_giver ON actions_sanitisedaction FOR INSERT TO pam_web
  WITH CHECK (pam_is_me(given_by_id) AND given_by_agency_id = pam_agency() AND state = 'open');

-- Moved, closed, withdrawn or opened again by the person who may do so with the action; never by its receiver.
CREATE POLICY pam_changer ON actions_sanitisedaction FOR UPDATE TO pam_web
  USING (EXISTS (SELECT 1 FROM actions_action a WHERE a.sanitised_id = actions_sanitisedaction.id
                  AND (pam_owns(a.owner_id, a.owner_team_id, a.owner_agency_id) OR pam_level(a.record_id) >=
                    CASE WHEN pam_agency() IN (a.author_agency_id, a.owner_agency_id) THEN {{CONTRIBUTE}} ELSE {{MANAGE}} END)))
  WITH CHECK (EXISTS (SELECT 1 FROM actions_action a WHERE a.sanitised_id = actions_sanitisedaction.id
                  AND (pam_owns(a.owner_id, a.owner_team_id, a.owner_agency_id) OR pam_level(a.record_id) >=
                    CASE WHEN pam_agency() IN (a.author_agency_id, a.owner_agency_id) THEN {{CONTRIBUTE}} ELSE {{MANAGE}} END)));
GRANT UPDATE (state, due) ON actions_sanitisedaction TO pam_web;

CREATE POLICY pam_reader ON actions_sanitisedreport FOR SELECT TO pam_web
  USING (EXISTS (SELECT 1 FROM actions_sanitisedaction s WHERE s.id = about_id));
CREATE POLICY pam_reporter ON actions_sanitisedreport FOR INSERT TO pam_web
  WITH CHECK (pam_is_me(by_id) AND by_agency_id = pam_agency() AND pam_may_report(about_id));
