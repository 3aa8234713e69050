-- Offers: what is offered is read by the agencies that it is offered to; one's own agency's besides, before that by who prepares them.
-- Only a permission (pam_permit_offer) offers; who prepares may revoke at any time.
CREATE POLICY pam_reader ON practice_offer FOR SELECT TO pam_web
  USING ((agency_id = pam_agency() AND (state <> 'draft' OR pam_prepares_offers(agency_id)))
         OR (state = 'offered' AND agency_id <> pam_agency()
             AND ((audience = 'all' AND agency_id IN (SELECT pam_same_side()))
                  OR (audience = 'partners' AND agency_id IN (SELECT pam_partners())))));
CREATE POLICY pam_writer ON practice_offer FOR INSERT TO pam_web
  WITH CHECK (pam_writes_frameworks(agency_id) AND state = 'draft' AND number = 0 AND name = '' AND summary = '' AND words = ''
              AND records_shown IS NULL AND agencies_shown IS NULL);
CREATE POLICY pam_revoker ON practice_offer FOR UPDATE TO pam_web
  USING (pam_prepares_offers(agency_id)) WITH CHECK (state = 'revoked' AND number > 0 AND pam_is_me(revoked_by_id));
CREATE POLICY pam_forgetter ON practice_offer FOR DELETE TO pam_web
  USING (pam_writes_frameworks(agency_id) AND state = 'draft' AND number = 0);

CREATE POLICY pam_reader ON practice_offeredtext FOR SELECT TO pam_web
  USING (EXISTS (SELECT 1 FROM practice_offer o WHERE o.id = offer_id AND o.state <> 'draft'));

-- Preparations: for the agency's authors and who permits there; with a record for those of them who see it.
CREATE POLICY pam_reader ON practice_preparation FOR SELECT TO pam_web
  USING (pam_prepares_offers(agency_id) AND (record_id IS NULL OR pam_sees(record_id)));
CREATE POLICY pam_writer ON practice_preparation FOR INSERT TO pam_web
  WITH CHECK (pam_writes_frameworks(agency_id) AND state = 'draft' AND pam_is_me(changed_by_id) AND answered_by_id IS NULL
              AND asked_by_id IS NULL
              AND EXISTS (SELECT 1 FROM practice_offer o WHERE o.id = offer_id AND o.agency_id = practice_preparation.agency_id)
              AND (source_id IS NULL OR EXISTS (SELECT 1 FROM frameworks_frameworkversion v
                    WHERE v.id = source_id AND v.agency_id = practice_preparation.agency_id AND v.number IS NOT NULL))
              AND (record_id IS NULL OR pam_owns_seen(record_id)));
CREATE POLICY pam_changer ON practice_preparation FOR UPDATE TO pam_web
  USING (pam_prepares_offers(agency_id) AND (record_id IS NULL OR pam_sees(record_id)))
  WITH CHECK (pam_prepares_offers(agency_id) AND (record_id IS NULL OR pam_sees(record_id)));
CREATE POLICY pam_forgetter ON practice_preparation FOR DELETE TO pam_web
  USING (pam_writes_frameworks(agency_id) AND state IN ('draft', 'asked') AND (record_id IS NULL OR pam_sees(record_id)));

CREATE POLICY pam_reader ON practice_copy FOR SELECT TO pam_web USING (agency_id = pam_agency());
CREATE POLICY pam_writer ON practice_copy FOR INSERT TO pam_web
  WITH CHECK (pam_writes_frameworks(agency_id)
              AND EXISTS (SELECT 1 FROM frameworks_framework f WHERE f.id = framework_id AND f.agency_id = practice_copy.agency_id)
              AND EXISTS (SELECT 1 FROM practice_offer o JOIN practice_offeredtext t ON t.offer_id = o.id
                           WHERE o.id = practice_copy.offer_id AND o.agency_id = practice_copy.from_agency_id
                             AND t.id = text_id AND t.number = practice_copy.number AND o.state = 'offered'));
CREATE POLICY pam_changer ON practice_copy FOR UPDATE TO pam_web
  USING (pam_writes_frameworks(agency_id))
  WITH CHECK (pam_writes_frameworks(agency_id)
              AND EXISTS (SELECT 1 FROM practice_offeredtext t JOIN practice_offer o ON o.id = t.offer_id
                           WHERE t.id = text_id AND t.number = practice_copy.number AND o.id = practice_copy.offer_id
                             AND o.state = 'offered'));
-- With the draft of a copy that was never published.
CREATE POLICY pam_forgetter ON practice_copy FOR DELETE TO pam_web
  USING (pam_writes_frameworks(agency_id)
         AND EXISTS (SELECT 1 FROM frameworks_framework f WHERE f.id = framework_id AND NOT f.published));
