-- Methods: those of every agency and of one's own are read by all once published; until then by the authors of the
-- agency, who write them. A version that a visible row was made with is read with it, whichever agency wrote it.
CREATE POLICY pam_reader ON frameworks_framework FOR SELECT TO pam_web
  USING (((agency_id IS NULL OR agency_id = pam_agency()) AND (published OR pam_writes_frameworks(agency_id)))
         OR (published AND agency_id <> pam_agency() AND pam_framework_used(id)));
CREATE POLICY pam_writer ON frameworks_framework FOR INSERT TO pam_web WITH CHECK (pam_writes_frameworks(agency_id));
CREATE POLICY pam_changer ON frameworks_framework FOR UPDATE TO pam_web
  USING (pam_writes_frameworks(agency_id)) WITH CHECK (pam_writes_frameworks(agency_id));
CREATE POLICY pam_forgetter ON frameworks_framework FOR DELETE TO pam_web
  USING (pam_writes_frameworks(agency_id) AND NOT published);
CREATE POLICY pam_reader ON frameworks_historicalframework FOR SELECT TO pam_web USING (pam_writes_frameworks(agency_id));
CREATE POLICY pam_writer ON frameworks_historicalframework FOR INSERT TO pam_web
  WITH CHECK (pam_writes_frameworks(agency_id));

CREATE POLICY pam_reader ON frameworks_frameworkversion FOR SELECT TO pam_web
  USING (((agency_id IS NULL OR agency_id = pam_agency()) AND (number IS NOT NULL OR pam_writes_frameworks(agency_id)))
         OR (number IS NOT NULL AND agency_id <> pam_agency() AND pam_framework_version_used(id)));
CREATE POLICY pam_writer ON frameworks_frameworkversion FOR INSERT TO pam_web
  WITH CHECK (pam_writes_frameworks(agency_id) AND number IS NULL AND pam_is_me(changed_by_id));
CREATE POLICY pam_changer ON frameworks_frameworkversion FOR UPDATE TO pam_web
  USING (pam_writes_frameworks(agency_id)) WITH CHECK (pam_writes_frameworks(agency_id));
CREATE POLICY pam_forgetter ON frameworks_frameworkversion FOR DELETE TO pam_web
  USING (pam_writes_frameworks(agency_id) AND number IS NULL);
CREATE POLICY pam_reader ON frameworks_historicalframeworkversion FOR SELECT TO pam_web
  USING (pam_writes_frameworks(agency_id));
CREATE POLICY pam_writer ON frameworks_historicalframeworkversion FOR INSERT TO pam_web
  WITH CHECK (pam_writes_frameworks(agency_id));
