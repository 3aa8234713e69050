-- The private address of a calendar: its person's own.
CREATE POLICY pam_reader ON exchange_calendarfeed FOR SELECT TO pam_web USING (pam_is_me(membership_id));
CREATE POLICY pam_writer ON exchange_calendarfeed FOR INSERT TO pam_web WITH CHECK (pam_is_me(membership_id));
CREATE POLICY pam_changer ON exchange_calendarfeed FOR UPDATE TO pam_web
  USING (pam_is_me(membership_id)) WITH CHECK (pam_is_me(membership_id));
