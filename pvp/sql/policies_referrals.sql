-- Referrals: read by who sent them and by the team that takes them; what was sent stays as it is.
CREATE POLICY pam_reader ON pvp_referral FOR SELECT TO pam_web USING (pam_is_me(sender_id) OR pam_takes_referrals(team_id));
CREATE POLICY pam_sender ON pvp_referral FOR INSERT TO pam_web
  WITH CHECK (pam_is_me(sender_id) AND sender_agency_id = pam_agency() AND pam_is_desk(team_id)
              AND state = 'waiting' AND answer = '' AND answered_at IS NULL);
CREATE POLICY pam_decider ON pvp_referral FOR UPDATE TO pam_web
  USING (state = 'waiting' AND pam_takes_referrals(team_id)) WITH CHECK (state <> 'waiting' AND pam_takes_referrals(team_id));
GRANT UPDATE (state, answer, answered_at) ON pvp_referral TO pam_web;

-- The triage: the team's alone. It ends once.
CREATE POLICY pam_reader ON pvp_triage FOR SELECT TO pam_web USING (pam_takes_referrals(team_id));
CREATE POLICY pam_decider ON pvp_triage FOR UPDATE TO pam_web
  USING (decided_at IS NULL AND pam_takes_referrals(team_id))
  WITH CHECK (pam_takes_referrals(team_id) AND (decided_at IS NULL OR pam_is_me(decided_by_id))
              AND (record_id IS NULL OR pam_level(record_id) >= {{CONTRIBUTE}}));
GRANT UPDATE (rating, due, rated_by_id, rated_at, reason_id, words, record_id, decided_by_id, decided_at) ON pvp_triage TO pam_web;

CREATE POLICY pam_reader ON pvp_triagenote FOR SELECT TO pam_web USING (pam_triages(triage_id));
CREATE POLICY pam_writer ON pvp_triagenote FOR INSERT TO pam_web WITH CHECK (pam_is_me(by_id) AND pam_triages(triage_id));
