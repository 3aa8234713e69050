-- Drafts: the person's own alone, and none while nobody reads.
CREATE POLICY pam_reader ON drafts_draft FOR SELECT TO pam_web USING (user_id = pam_user());
CREATE POLICY pam_writer ON drafts_draft FOR INSERT TO pam_web WITH CHECK (user_id = pam_user());
CREATE POLICY pam_changer ON drafts_draft FOR UPDATE TO pam_web
  USING (user_id = pam_user()) WITH CHECK (user_id = pam_user());
CREATE POLICY pam_forgetter ON drafts_draft FOR DELETE TO pam_web USING (user_id = pam_user());
