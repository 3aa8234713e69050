-- Forms that were sent: the person's own alone.
CREATE POLICY pam_reader ON forms_sentform FOR SELECT TO pam_web USING (user_id = pam_user());
CREATE POLICY pam_sender ON forms_sentform FOR INSERT TO pam_web WITH CHECK (user_id = pam_user());
CREATE POLICY pam_changer ON forms_sentform FOR UPDATE TO pam_web
  USING (user_id = pam_user()) WITH CHECK (user_id = pam_user());
CREATE POLICY pam_forgetter ON forms_sentform FOR DELETE TO pam_web USING (user_id = pam_user());
