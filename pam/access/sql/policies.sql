-- Policies of the tables that are neither records nor parts.

-- Grants: seen by the person who manages the record and by who they name; written only by the person who manages it, and in
-- their own name (pam_given_in_own_name too).
CREATE POLICY pam_reader ON access_grant FOR SELECT TO pam_web
  USING (group_id = ANY (pam_principals()) OR pam_level(record_id) >= {{MANAGE}});
CREATE POLICY pam_giver ON access_grant FOR INSERT TO pam_web
  WITH CHECK (pam_level(record_id) >= {{MANAGE}} AND pam_may_pass_on(record_id) AND pam_is_me(given_by_id));
CREATE POLICY pam_changer ON access_grant FOR UPDATE TO pam_web
  USING (pam_level(record_id) >= {{MANAGE}}) WITH CHECK (pam_level(record_id) >= {{MANAGE}} AND pam_may_pass_on(record_id));
CREATE POLICY pam_taker ON access_grant FOR DELETE TO pam_web USING (pam_level(record_id) >= {{MANAGE}});

CREATE POLICY pam_reader ON access_historicalgrant FOR SELECT TO pam_web USING (pam_level(record_id) >= {{MANAGE}});
CREATE POLICY pam_writer ON access_historicalgrant FOR INSERT TO pam_web WITH CHECK (pam_level(record_id) >= {{MANAGE}});
