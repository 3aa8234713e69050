-- The log: everyone writes their own rows and reads only those; others' rows come through pam_record_access_log().
CREATE POLICY pam_reader ON audit_logentry FOR SELECT TO pam_web USING (actor_id = pam_user());
CREATE POLICY pam_writer ON audit_logentry FOR INSERT TO pam_web
  WITH CHECK (actor_id IS NOT DISTINCT FROM pam_user() AND (agency_id IS NULL OR agency_id = pam_agency()));

-- A row's number comes from the sequence alone, so that nobody puts a row in between others.
REVOKE INSERT ON audit_logentry FROM pam_web;
GRANT INSERT (at, verb, how, actor_id, actor_name, agency_id, agency_name, address, records, what, recipient,
  recipient_agency_id, reason, request_id) ON audit_logentry TO pam_web;
