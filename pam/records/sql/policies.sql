-- Batches (pam/records/bulk.py): who made one sees it and may take it back.
CREATE POLICY pam_reader ON records_batch FOR SELECT TO pam_web USING (pam_is_me(made_by_id));
CREATE POLICY pam_maker ON records_batch FOR INSERT TO pam_web
  WITH CHECK (pam_is_me(made_by_id) AND undone_at IS NULL);
CREATE POLICY pam_undoer ON records_batch FOR UPDATE TO pam_web
  USING (pam_is_me(made_by_id)) WITH CHECK (pam_is_me(made_by_id));
