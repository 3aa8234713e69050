-- Mails that wait or were sent: the owner's jobs alone.
CREATE POLICY pam_reader ON notifications_notice FOR SELECT TO pam_web USING (false);
