-- Requests for access: asked about what one was told about; seen on both sides; answered by the person who manages the record.
CREATE POLICY pam_reader ON disclosure_accessrequest FOR SELECT TO pam_web
  USING (pam_is_me(asker_id) OR pam_level(record_id) >= {{MANAGE}}
         OR (asker_agency_id = pam_agency() AND (pam_is_signposted(record_id) OR pam_sees(record_id))));
CREATE POLICY pam_asker ON disclosure_accessrequest FOR INSERT TO pam_web
  WITH CHECK (pam_is_me(asker_id) AND asker_agency_id = pam_agency() AND state = 'waiting'
              AND answered_by_id IS NULL AND level IS NULL AND pam_is_signposted(record_id));
CREATE POLICY pam_answerer ON disclosure_accessrequest FOR UPDATE TO pam_web
  USING (state = 'waiting' AND pam_level(record_id) >= {{MANAGE}})
  WITH CHECK (state IN ('accepted', 'declined') AND pam_is_me(answered_by_id) AND pam_level(record_id) >= {{MANAGE}});
CREATE POLICY pam_withdrawer ON disclosure_accessrequest FOR UPDATE TO pam_web
  USING (state = 'waiting' AND pam_is_me(asker_id)) WITH CHECK (state = 'withdrawn' AND pam_is_me(asker_id));
GRANT UPDATE (state, answered_by_id, answered_at, answer, level, until) ON disclosure_accessrequest TO pam_web;

CREATE POLICY pam_reader ON disclosure_breakglassaccess FOR SELECT TO pam_web
  USING (pam_is_me(membership_id) OR (record_agency_id = pam_agency() AND pam_level(record_id) >= {{MANAGE}})
         OR (pam_agency() IN (agency_id, record_agency_id) AND pam_has_role('{auditor}')));
CREATE POLICY pam_reviewer ON disclosure_breakglassaccess FOR UPDATE TO pam_web
  USING (reviewed_at IS NULL AND pam_may_review_break_glass(disclosure_breakglassaccess))
  WITH CHECK (pam_is_me(reviewed_by_id) AND justified IS NOT NULL AND pam_may_review_break_glass(disclosure_breakglassaccess));
GRANT UPDATE (reviewed_by_id, reviewed_at, justified, review_note) ON disclosure_breakglassaccess TO pam_web;

-- Receipts: read by who the share named, for good; written by the person who manages the record.
CREATE POLICY pam_reader ON disclosure_receipt FOR SELECT TO pam_web
  USING (principal_id = ANY (pam_principals()) OR pam_level(record_number) >= {{MANAGE}});
CREATE POLICY pam_giver ON disclosure_receipt FOR INSERT TO pam_web
  WITH CHECK (pam_level(record_number) >= {{MANAGE}} AND pam_is_me(given_by_id));
CREATE POLICY pam_changer ON disclosure_receipt FOR UPDATE TO pam_web
  USING (pam_level(record_number) >= {{MANAGE}}) WITH CHECK (pam_level(record_number) >= {{MANAGE}});

-- Corrections: read by those to which person what was wrong had been disclosed, also after their share ended.
CREATE POLICY pam_reader ON disclosure_correction FOR SELECT TO pam_web
  USING (pam_level(record_id) >= {{MANAGE}} OR EXISTS (
    SELECT 1 FROM disclosure_receipt r WHERE r.record_number = disclosure_correction.record_id
       AND r.principal_id = ANY (pam_principals()) AND r.level >= {{VIEW}} AND r.given_at <= disclosure_correction.at
       AND (r.kinds IS NULL OR disclosure_correction.part_kind = 'record' OR disclosure_correction.part_kind = ANY (r.kinds))));
CREATE POLICY pam_giver ON disclosure_correction FOR INSERT TO pam_web
  WITH CHECK (pam_level(record_id) >= {{MANAGE}} AND pam_is_me(given_by_id));
