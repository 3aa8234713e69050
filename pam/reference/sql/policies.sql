-- Requests to loosen a setting: asked by an administrator in their own name, decided by pam_decide_setting_request().
CREATE POLICY pam_reader ON reference_settingrequest FOR SELECT TO pam_web
  USING (agency_id = pam_agency() AND pam_has_role('{administrator,auditor,supervisor}'::text[]));
CREATE POLICY pam_asker ON reference_settingrequest FOR INSERT TO pam_web
  WITH CHECK (pam_administers(agency_id) AND pam_is_me(asked_by_id) AND decided_at IS NULL AND withdrawn_at IS NULL
              AND decided_by_id IS NULL AND accepted IS NULL AND reason = '');
CREATE POLICY pam_withdrawer ON reference_settingrequest FOR UPDATE TO pam_web
  USING (pam_administers(agency_id) AND decided_at IS NULL AND withdrawn_at IS NULL) WITH CHECK (pam_administers(agency_id));
