-- Saved searches: those of the reader and of their teams; written in one's own name, changed by who did or who manages the team.
CREATE POLICY pam_reader ON watching_savedsearch FOR SELECT TO pam_web USING (principal_id = ANY (pam_principals()));
CREATE POLICY pam_writer ON watching_savedsearch FOR INSERT TO pam_web
  WITH CHECK (principal_id = ANY (pam_principals()) AND pam_is_me(author_id));
CREATE POLICY pam_changer ON watching_savedsearch FOR UPDATE TO pam_web USING (pam_keeps_search(principal_id, author_id))
  WITH CHECK (pam_keeps_search(principal_id, author_id));
CREATE POLICY pam_forgetter ON watching_savedsearch FOR DELETE TO pam_web USING (pam_keeps_search(principal_id, author_id));

-- Watches: one's own alone, and begun of what one sees (the subqueries are asked behind the policies of their tables).
CREATE POLICY pam_reader ON watching_watch FOR SELECT TO pam_web USING (pam_is_me(membership_id));
CREATE POLICY pam_writer ON watching_watch FOR INSERT TO pam_web
  WITH CHECK (pam_is_me(membership_id)
    AND (record_id IS NULL OR EXISTS (SELECT 1 FROM records_record r WHERE r.id = record_id))
    AND (subject_id IS NULL OR EXISTS (SELECT 1 FROM records_subject s WHERE s.id = subject_id))
    AND (search_id IS NULL OR EXISTS (SELECT 1 FROM watching_savedsearch v WHERE v.id = search_id)));
CREATE POLICY pam_forgetter ON watching_watch FOR DELETE TO pam_web USING (pam_is_me(membership_id));
