-- What of the help a person has seen: their own row alone.
CREATE POLICY pam_reader ON help_helpseen FOR SELECT TO pam_web USING (user_id = pam_user());
CREATE POLICY pam_writer ON help_helpseen FOR INSERT TO pam_web WITH CHECK (user_id = pam_user());
CREATE POLICY pam_changer ON help_helpseen FOR UPDATE TO pam_web USING (user_id = pam_user()) WITH CHECK (user_id = pam_user());
