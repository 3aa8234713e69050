REVOKE ALL ON matching_matchqueueitem, matching_matchkey, matching_mutedkey FROM pam_web;

-- A match: seen by the person who was told and by the owning agency's people who manage the record, if they see its subject.
CREATE POLICY pam_reader ON matching_match FOR SELECT TO pam_web
  USING ((pam_is_me(told_id) OR (record_agency_id = pam_agency() AND pam_level(record_id) >= {{MANAGE}}))
         AND EXISTS (SELECT 1 FROM records_subject s WHERE s.id = known_id));
CREATE POLICY pam_changer ON matching_match FOR UPDATE TO pam_web
  USING (state = 'new' AND (pam_is_me(told_id) OR (record_agency_id = pam_agency() AND pam_level(record_id) >= {{MANAGE}}))
         AND EXISTS (SELECT 1 FROM records_subject s WHERE s.id = known_id))
  WITH CHECK (state <> 'new' AND pam_is_me(answered_by_id));
GRANT UPDATE (state, note, answered_by_id, answered_at) ON matching_match TO pam_web;
