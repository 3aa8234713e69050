CREATE POLICY pam_reader ON enquiries_enquiry FOR SELECT TO pam_web USING (pam_is_me(asker_id) OR pam_is_asked_it(id));
CREATE POLICY pam_asker ON enquiries_enquiry FOR INSERT TO pam_web
  WITH CHECK (pam_is_me(asker_id) AND asker_agency_id = pam_agency() AND withdrawn_at IS NULL);
CREATE POLICY pam_withdrawer ON enquiries_enquiry FOR UPDATE TO pam_web
  USING (pam_is_me(asker_id) AND withdrawn_at IS NULL) WITH CHECK (pam_is_me(asker_id) AND withdrawn_at IS NOT NULL);
GRANT UPDATE (withdrawn_at) ON enquiries_enquiry TO pam_web;

CREATE POLICY pam_reader ON enquiries_enquiryrecipient FOR SELECT TO pam_web
  USING (pam_asked_it(question_id) OR (agency_id = pam_agency() AND pam_answers_for(agency_id, escalated_at IS NOT NULL)));
CREATE POLICY pam_asker ON enquiries_enquiryrecipient FOR INSERT TO pam_web
  WITH CHECK (pam_asked_it(question_id) AND agency_id <> pam_agency() AND answer = '' AND answered_by_id IS NULL
              AND escalated_at IS NULL);
CREATE POLICY pam_answerer ON enquiries_enquiryrecipient FOR UPDATE TO pam_web
  USING (answer = '' AND pam_answers_for(agency_id, escalated_at IS NOT NULL))
  WITH CHECK (answer <> '' AND pam_is_me(answered_by_id) AND pam_answers_for(agency_id, escalated_at IS NOT NULL));
GRANT UPDATE (answer, words, answered_by_id, answered_at) ON enquiries_enquiryrecipient TO pam_web;
