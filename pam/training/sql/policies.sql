-- Resets: asked in one's own name for the training agency that one acts for; done by the system's job.
CREATE POLICY pam_reader ON training_trainingreset FOR SELECT TO pam_web
  USING (agency_id = pam_agency() AND pam_has_role('{administrator,supervisor}'::text[]));
CREATE POLICY pam_asker ON training_trainingreset FOR INSERT TO pam_web
  WITH CHECK (agency_id = pam_agency() AND pam_has_role('{administrator,supervisor}'::text[]) AND pam_is_me(asked_by_id)
              AND EXISTS (SELECT 1 FROM access_agency a WHERE a.id = agency_id AND a.training)
              AND done_at IS NULL AND erased = 0 AND loaded = 0 AND problem = '');
