-- Unusual looking: auditors of the agency read it and write down the outcome, once, and not of themselves.
CREATE POLICY pam_reader ON oversight_unusual FOR SELECT TO pam_web
  USING (agency_id = pam_agency() AND pam_has_role('{auditor}'));
CREATE POLICY pam_changer ON oversight_unusual FOR UPDATE TO pam_web
  USING (agency_id = pam_agency() AND user_id <> pam_user() AND followed_up_at IS NULL AND pam_has_role('{auditor}'))
  WITH CHECK (agency_id = pam_agency() AND user_id <> pam_user() AND pam_has_role('{auditor}'));
REVOKE UPDATE ON oversight_unusual FROM pam_web;
GRANT UPDATE (followed_up_at, followed_up_by, outcome, note) ON oversight_unusual TO pam_web;
