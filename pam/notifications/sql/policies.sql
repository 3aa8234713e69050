-- Deliveries: owed by any process, but never in a state that the job alone gives; one's own are seen on one's page.
CREATE POLICY pam_reader ON notifications_delivery FOR SELECT TO pam_web USING (pam_is_me(recipient_id));
CREATE POLICY pam_enqueuer ON notifications_delivery FOR INSERT TO pam_web
  WITH CHECK (channel = '' AND mail IS NULL AND claimed_at IS NULL AND handing_at IS NULL AND sent_at IS NULL AND gave_up_at IS NULL
              AND dropped_at IS NULL AND failures = 0 AND why = '');
CREATE POLICY pam_changer ON notifications_delivery FOR UPDATE TO pam_web
  USING (pam_is_me(recipient_id)) WITH CHECK (pam_is_me(recipient_id));

-- How a person wants to be told: their own choice.
CREATE POLICY pam_reader ON notifications_mailchoice FOR SELECT TO pam_web USING (pam_is_me(membership_id));
CREATE POLICY pam_writer ON notifications_mailchoice FOR INSERT TO pam_web WITH CHECK (pam_is_me(membership_id));
CREATE POLICY pam_changer ON notifications_mailchoice FOR UPDATE TO pam_web
  USING (pam_is_me(membership_id)) WITH CHECK (pam_is_me(membership_id));

-- The demo's mailbox. Where mail really goes out nothing is kept here, and nobody reads or adds anything.
CREATE POLICY pam_reader ON notifications_sentmail FOR SELECT TO pam_web USING ({{DEMO}});
CREATE POLICY pam_writer ON notifications_sentmail FOR INSERT TO pam_web WITH CHECK ({{DEMO}});
