-- Policies of the tables that are neither records nor parts.

-- Grants: seen by who manages the record and by whom they name; written only by who manages it.
DROP POLICY IF EXISTS pam_reader ON access_grant;
CREATE POLICY pam_reader ON access_grant FOR SELECT TO pam_web
  USING (group_id = ANY (pam_principals()) OR pam_level(record_id) >= 4);
DROP POLICY IF EXISTS pam_giver ON access_grant;
CREATE POLICY pam_giver ON access_grant FOR INSERT TO pam_web
  WITH CHECK (pam_level(record_id) >= 4 AND pam_may_pass_on(record_id));
DROP POLICY IF EXISTS pam_changer ON access_grant;
CREATE POLICY pam_changer ON access_grant FOR UPDATE TO pam_web
  USING (pam_level(record_id) >= 4) WITH CHECK (pam_level(record_id) >= 4 AND pam_may_pass_on(record_id));
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
  WITH CHECK (actor_id IS NOT DISTINCT FROM pam_user() AND (agency_id IS NULL OR agency_id = pam_agency()));

-- A row's number comes from the sequence alone, so that nobody puts a row in between others.
REVOKE INSERT ON audit_logentry FROM pam_web;
GRANT INSERT (at, verb, how, actor_id, actor_name, agency_id, agency_name, address, records, what, recipient,
  recipient_agency_id, reason) ON audit_logentry TO pam_web;

-- Unusual looking: auditors of the agency read it and write down what came of it, once, and not of themselves.
DROP POLICY IF EXISTS pam_reader ON audit_unusual;
CREATE POLICY pam_reader ON audit_unusual FOR SELECT TO pam_web
  USING (agency_id = pam_agency() AND pam_has_role('{auditor}'));
DROP POLICY IF EXISTS pam_changer ON audit_unusual;
CREATE POLICY pam_changer ON audit_unusual FOR UPDATE TO pam_web
  USING (agency_id = pam_agency() AND user_id <> pam_user() AND followed_up_at IS NULL AND pam_has_role('{auditor}'))
  WITH CHECK (agency_id = pam_agency() AND user_id <> pam_user() AND pam_has_role('{auditor}'));
REVOKE UPDATE ON audit_unusual FROM pam_web;
GRANT UPDATE (followed_up_at, followed_up_by, outcome, note) ON audit_unusual TO pam_web;

-- Mail that is waiting or was sent: its owner's jobs, and the demo's mailbox page.
DROP POLICY IF EXISTS pam_reader ON actions_reminder;
CREATE POLICY pam_reader ON actions_reminder FOR SELECT TO pam_web USING (false);

-- Receipts: read by whom the share named, for good; written by who manages the record.
DROP POLICY IF EXISTS pam_reader ON access_receipt;
CREATE POLICY pam_reader ON access_receipt FOR SELECT TO pam_web
  USING (principal_id = ANY (pam_principals()) OR pam_level(record_number) >= 4);
DROP POLICY IF EXISTS pam_giver ON access_receipt;
CREATE POLICY pam_giver ON access_receipt FOR INSERT TO pam_web WITH CHECK (pam_level(record_number) >= 4);
DROP POLICY IF EXISTS pam_changer ON access_receipt;
CREATE POLICY pam_changer ON access_receipt FOR UPDATE TO pam_web
  USING (pam_level(record_number) >= 4) WITH CHECK (pam_level(record_number) >= 4);

-- Corrections: read by those to whom what was wrong had been disclosed, also after their share ended.
DROP POLICY IF EXISTS pam_reader ON access_correction;
CREATE POLICY pam_reader ON access_correction FOR SELECT TO pam_web
  USING (pam_level(record_id) >= 4 OR EXISTS (
    SELECT 1 FROM access_receipt r WHERE r.record_number = access_correction.record_id
       AND r.principal_id = ANY (pam_principals()) AND r.level >= 2 AND r.given_at <= access_correction.at
       AND (r.kinds IS NULL OR access_correction.what = 'record' OR access_correction.what = ANY (r.kinds))));
DROP POLICY IF EXISTS pam_giver ON access_correction;
CREATE POLICY pam_giver ON access_correction FOR INSERT TO pam_web WITH CHECK (pam_level(record_id) >= 4);

-- What an earlier version laid, and no policy asks any more.
DROP FUNCTION IF EXISTS pam_sees_part(bigint, int, bigint[]);
