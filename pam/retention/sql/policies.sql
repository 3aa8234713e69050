CREATE POLICY pam_reader ON retention_review FOR SELECT TO pam_web USING (pam_may_decide_retention(record_id, {{VIEW}}));
CREATE POLICY pam_giver ON retention_review FOR INSERT TO pam_web
  WITH CHECK (pam_may_decide_retention(record_id, {{MANAGE}}) AND pam_is_me(reviewer_id));

CREATE POLICY pam_reader ON retention_hold FOR SELECT TO pam_web USING (pam_may_decide_retention(record_id, {{VIEW}}));
CREATE POLICY pam_giver ON retention_hold FOR INSERT TO pam_web
  WITH CHECK (pam_may_decide_retention(record_id, {{MANAGE}}) AND pam_is_me(put_by_id) AND lifted_at IS NULL);
CREATE POLICY pam_lifter ON retention_hold FOR UPDATE TO pam_web
  USING (lifted_at IS NULL AND pam_may_decide_retention(record_id, {{MANAGE}}))
  WITH CHECK (lifted_at IS NOT NULL AND pam_is_me(lifted_by_id) AND pam_may_decide_retention(record_id, {{MANAGE}}));

CREATE POLICY pam_reader ON retention_disposal FOR SELECT TO pam_web USING (pam_may_decide_retention(record_id, {{VIEW}}));
CREATE POLICY pam_giver ON retention_disposal FOR INSERT TO pam_web
  WITH CHECK (pam_may_decide_retention(record_id, {{MANAGE}}) AND pam_is_me(proposer_id) AND state = 'proposed' AND answered_by_id IS NULL);
CREATE POLICY pam_decider ON retention_disposal FOR UPDATE TO pam_web
  USING (state = 'proposed' AND pam_disposal_refusal(retention_disposal) IN ('', 'hold'))
  WITH CHECK (state = 'declined' AND pam_is_me(answered_by_id) AND pam_disposal_refusal(retention_disposal) IN ('', 'hold'));
CREATE POLICY pam_withdrawer ON retention_disposal FOR UPDATE TO pam_web
  USING (state = 'proposed' AND pam_may_decide_retention(record_id, {{MANAGE}}))
  WITH CHECK (state = 'withdrawn' AND pam_is_me(answered_by_id) AND pam_may_decide_retention(record_id, {{MANAGE}}));

CREATE POLICY pam_reader ON retention_certificate FOR SELECT TO pam_web
  USING (agency_id = pam_agency() AND (pam_has_role('{supervisor,auditor}') OR pam_is_me(proposed_by_id)));

CREATE POLICY pam_reader ON retention_erasedfile FOR SELECT TO pam_web USING (false);

-- Subject access: a data protection officer's requests, and what they find. Nothing is found without a request.
CREATE POLICY pam_reader ON retention_subjectrequest FOR SELECT TO pam_web
  USING (agency_id = pam_agency() AND pam_has_role('{data_protection}'));
CREATE POLICY pam_asker ON retention_subjectrequest FOR INSERT TO pam_web
  WITH CHECK (agency_id = pam_agency() AND pam_is_me(made_by_id) AND pam_has_role('{data_protection}')
              AND trim(reason) <> '' AND trim(name) <> '' AND collected_at IS NULL);
CREATE POLICY pam_collector ON retention_subjectrequest FOR UPDATE TO pam_web
  USING (agency_id = pam_agency() AND pam_has_role('{data_protection}'))
  WITH CHECK (agency_id = pam_agency() AND pam_has_role('{data_protection}') AND pam_is_me(collected_by_id));
