-- Messages from the front page: kept by pam_keep_contact_request(); seen by the administrators and data protection officers
-- of the agency that answers, answered once by an administrator in their own name.
CREATE POLICY pam_reader ON contact_contactrequest FOR SELECT TO pam_web
  USING (pam_administers(agency_id) OR (agency_id = pam_agency() AND pam_has_role('{data_protection}'::text[])));
CREATE POLICY pam_answerer ON contact_contactrequest FOR UPDATE TO pam_web
  USING (pam_administers(agency_id))
  WITH CHECK (pam_administers(agency_id) AND (answered_by_id IS NULL OR outcome <> '')
              AND (invitation_id IS NULL OR EXISTS (SELECT 1 FROM accounts_invitation i WHERE i.id = invitation_id
                    AND i.agency_id = contact_contactrequest.agency_id)));
