-- Mails that wait or were sent: the owner's jobs alone.
DROP POLICY IF EXISTS pam_reader ON notifications_notice;
CREATE POLICY pam_reader ON notifications_notice FOR SELECT TO pam_web USING (false);
