-- Policies of the tables that are neither records nor parts.

-- Grants: seen by who manages the record and by whom they name; written only by who manages it.
DROP POLICY IF EXISTS pam_reader ON access_grant;
CREATE POLICY pam_reader ON access_grant FOR SELECT TO pam_web
  USING (group_id = ANY (pam_principals()) OR pam_level(record_id) >= 4);
DROP POLICY IF EXISTS pam_giver ON access_grant;
CREATE POLICY pam_giver ON access_grant FOR INSERT TO pam_web WITH CHECK (pam_level(record_id) >= 4);
DROP POLICY IF EXISTS pam_changer ON access_grant;
CREATE POLICY pam_changer ON access_grant FOR UPDATE TO pam_web
  USING (pam_level(record_id) >= 4) WITH CHECK (pam_level(record_id) >= 4);
DROP POLICY IF EXISTS pam_taker ON access_grant;
CREATE POLICY pam_taker ON access_grant FOR DELETE TO pam_web USING (pam_level(record_id) >= 4);

DROP POLICY IF EXISTS pam_reader ON access_historicalgrant;
CREATE POLICY pam_reader ON access_historicalgrant FOR SELECT TO pam_web USING (pam_level(record_id) >= 4);
DROP POLICY IF EXISTS pam_writer ON access_historicalgrant;
CREATE POLICY pam_writer ON access_historicalgrant FOR INSERT TO pam_web WITH CHECK (true);

-- The log: everybody writes their own rows and reads only those; others' rows come through pam_looks().
DROP POLICY IF EXISTS pam_reader ON audit_logentry;
CREATE POLICY pam_reader ON audit_logentry FOR SELECT TO pam_web USING (actor_id = pam_user());
DROP POLICY IF EXISTS pam_writer ON audit_logentry;
CREATE POLICY pam_writer ON audit_logentry FOR INSERT TO pam_web
  WITH CHECK (actor_id IS NOT DISTINCT FROM pam_user());

-- Mail that is waiting or was sent: its owner's jobs, and the demo's mailbox page.
DROP POLICY IF EXISTS pam_reader ON actions_reminder;
CREATE POLICY pam_reader ON actions_reminder FOR SELECT TO pam_web USING (false);
