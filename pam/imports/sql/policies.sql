-- Imports: one's own alone, acting for the same agency. The job that goes on with them reads which wait, and nothing else.
CREATE POLICY pam_reader ON imports_import FOR SELECT TO pam_web
  USING (pam_is_me(membership_id) OR (pam_job() = 'imports' AND state IN ('checking', 'running', 'undoing')));
CREATE POLICY pam_writer ON imports_import FOR INSERT TO pam_web
  WITH CHECK (pam_is_me(membership_id) AND agency_id = pam_agency() AND state IN ('mapping', 'checking'));
CREATE POLICY pam_changer ON imports_import FOR UPDATE TO pam_web
  USING (pam_is_me(membership_id)) WITH CHECK (pam_is_me(membership_id) AND agency_id = pam_agency());

-- Their rows, and what was made of them, go with them.
CREATE POLICY pam_reader ON imports_importrow FOR SELECT TO pam_web USING (importing_id IN (SELECT i.id FROM imports_import i));
CREATE POLICY pam_writer ON imports_importrow FOR INSERT TO pam_web
  WITH CHECK (importing_id IN (SELECT i.id FROM imports_import i));
CREATE POLICY pam_changer ON imports_importrow FOR UPDATE TO pam_web
  USING (importing_id IN (SELECT i.id FROM imports_import i)) WITH CHECK (importing_id IN (SELECT i.id FROM imports_import i));
CREATE POLICY pam_forgetter ON imports_importrow FOR DELETE TO pam_web
  USING (importing_id IN (SELECT i.id FROM imports_import i));
CREATE POLICY pam_reader ON imports_importmade FOR SELECT TO pam_web USING (importing_id IN (SELECT i.id FROM imports_import i));

-- How an agency's people have understood files before.
CREATE POLICY pam_reader ON imports_columnmap FOR SELECT TO pam_web USING (agency_id = pam_agency());
CREATE POLICY pam_writer ON imports_columnmap FOR INSERT TO pam_web WITH CHECK (agency_id = pam_agency());
CREATE POLICY pam_changer ON imports_columnmap FOR UPDATE TO pam_web
  USING (agency_id = pam_agency()) WITH CHECK (agency_id = pam_agency());
CREATE POLICY pam_forgetter ON imports_columnmap FOR DELETE TO pam_web USING (agency_id = pam_agency());
