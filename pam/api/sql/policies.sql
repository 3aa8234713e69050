-- Tokens: asked for by an administrator in their own name, for a system of their agency; decided by pam_decide_api_token().
CREATE POLICY pam_reader ON api_apitoken FOR SELECT TO pam_web
  USING (agency_id = pam_agency() AND pam_has_role('{administrator,auditor,supervisor}'::text[]));
CREATE POLICY pam_asker ON api_apitoken FOR INSERT TO pam_web
  WITH CHECK (pam_administers(agency_id) AND pam_is_me(asked_by_id) AND pam_is_system_of(membership_id, agency_id)
              AND decided_at IS NULL AND decided_by_id IS NULL AND accepted IS NULL AND reason = '' AND ended_at IS NULL
              AND ended_by_id IS NULL AND used_at IS NULL);
CREATE POLICY pam_ender ON api_apitoken FOR UPDATE TO pam_web
  USING (pam_administers(agency_id) AND ended_at IS NULL)
  WITH CHECK (pam_administers(agency_id) AND ended_at IS NOT NULL AND pam_is_me(ended_by_id));

-- What a system sent once: its own.
CREATE POLICY pam_reader ON api_sentonce FOR SELECT TO pam_web USING (pam_is_me(membership_id));
CREATE POLICY pam_writer ON api_sentonce FOR INSERT TO pam_web WITH CHECK (pam_is_me(membership_id) AND status = 0);
CREATE POLICY pam_answerer ON api_sentonce FOR UPDATE TO pam_web
  USING (pam_is_me(membership_id) AND status = 0) WITH CHECK (pam_is_me(membership_id));

-- Webhooks: as tokens; decided by pam_decide_webhook().
CREATE POLICY pam_reader ON api_webhook FOR SELECT TO pam_web
  USING (agency_id = pam_agency() AND pam_has_role('{administrator,auditor,supervisor}'::text[]));
CREATE POLICY pam_asker ON api_webhook FOR INSERT TO pam_web
  WITH CHECK (pam_administers(agency_id) AND pam_is_me(asked_by_id) AND pam_is_system_of(membership_id, agency_id)
              AND decided_at IS NULL AND decided_by_id IS NULL AND accepted IS NULL AND reason = '' AND ended_at IS NULL
              AND ended_by_id IS NULL);
CREATE POLICY pam_ender ON api_webhook FOR UPDATE TO pam_web
  USING (pam_administers(agency_id) AND ended_at IS NULL)
  WITH CHECK (pam_administers(agency_id) AND ended_at IS NOT NULL AND pam_is_me(ended_by_id));

-- What webhooks are sent: administrators see it, add tests alone, and send again what was given up.
CREATE POLICY pam_reader ON api_hookdelivery FOR SELECT TO pam_web USING (pam_administers_webhook(webhook_id, false));
CREATE POLICY pam_tester ON api_hookdelivery FOR INSERT TO pam_web
  WITH CHECK (pam_administers_webhook(webhook_id, true) AND kind = 'test' AND about IS NULL AND claimed_at IS NULL AND sent_at IS NULL
              AND failures = 0 AND dead_at IS NULL AND dropped_at IS NULL AND why = '');
CREATE POLICY pam_resender ON api_hookdelivery FOR UPDATE TO pam_web
  USING (pam_administers_webhook(webhook_id, true) AND dead_at IS NOT NULL)
  WITH CHECK (pam_administers_webhook(webhook_id, true) AND dead_at IS NULL AND failures = 0 AND why = '');
