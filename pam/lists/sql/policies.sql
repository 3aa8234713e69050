-- Views of lists: those of the reader and of their teams; written in one's own name, and changed by who did or who
-- manages the team.
CREATE POLICY pam_reader ON lists_savedview FOR SELECT TO pam_web USING (principal_id = ANY (pam_principals()));
CREATE POLICY pam_writer ON lists_savedview FOR INSERT TO pam_web
  WITH CHECK (principal_id = ANY (pam_principals()) AND pam_is_me(author_id));
CREATE POLICY pam_changer ON lists_savedview FOR UPDATE TO pam_web USING (pam_keeps_view(principal_id, author_id))
  WITH CHECK (pam_keeps_view(principal_id, author_id));
CREATE POLICY pam_forgetter ON lists_savedview FOR DELETE TO pam_web USING (pam_keeps_view(principal_id, author_id));
