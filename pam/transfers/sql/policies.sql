-- Transfers: read on the giver's side by who manages the record for its agency and by who proposed it, on the receiver's by those
-- who may accept. Who proposed one never accepts it.
CREATE POLICY pam_reader ON transfers_transfer FOR SELECT TO pam_web
  USING (marking <= pam_clearance() AND (pam_is_me(proposed_by_id) OR pam_takes_transfer(to_team_id, marking)
         OR (record_agency_id = pam_agency() AND pam_level(record_id) >= {{MANAGE}})));
CREATE POLICY pam_giver ON transfers_transfer FOR INSERT TO pam_web
  WITH CHECK (pam_is_me(proposed_by_id) AND record_agency_id = pam_agency() AND state = 'waiting' AND answered_by_id IS NULL
              AND moved_at IS NULL AND marking <= pam_clearance() AND pam_level(record_id) >= {{MANAGE}}
              AND EXISTS (SELECT 1 FROM records_record r WHERE r.id = record_id AND r.agency_id = record_agency_id
                           AND r.team_id = from_team_id AND r.marking <= transfers_transfer.marking AND r.reference = transfers_transfer.reference)
              AND EXISTS (SELECT 1 FROM access_team t WHERE t.id = to_team_id AND t.agency_id = to_agency_id AND t.id <> from_team_id)
              -- Another agency gets it on a lawful basis: by an agreement of both, which pam_transfer_stands asks for again, or with why not.
              AND (to_agency_id = record_agency_id OR basis_id IS NOT NULL AND CASE WHEN agreement_id IS NULL THEN trim(justification) <> ''
                ELSE EXISTS (SELECT 1 FROM access_agreement a
                       JOIN access_agreement_parties g ON g.agreement_id = a.id AND g.agency_id = transfers_transfer.record_agency_id
                       JOIN access_agreement_parties h ON h.agreement_id = a.id AND h.agency_id = transfers_transfer.to_agency_id
                      WHERE a.id = transfers_transfer.agreement_id AND {{agreement_in_force}}) END));
CREATE POLICY pam_answerer ON transfers_transfer FOR UPDATE TO pam_web
  USING (state = 'waiting' AND pam_takes_transfer(to_team_id, marking))
  WITH CHECK (state IN ('accepted', 'declined') AND pam_is_me(answered_by_id) AND pam_takes_transfer(to_team_id, marking)
              AND NOT (state = 'accepted' AND pam_is_me(proposed_by_id)));
CREATE POLICY pam_withdrawer ON transfers_transfer FOR UPDATE TO pam_web
  USING (state = 'waiting' AND record_agency_id = pam_agency() AND pam_level(record_id) >= {{MANAGE}})
  WITH CHECK (state = 'withdrawn' AND pam_is_me(answered_by_id));

-- The package: put in by who proposed it, read and taken away by who has accepted it.
CREATE POLICY pam_reader ON transfers_transferpackage FOR SELECT TO pam_web USING (pam_takes_package(transfer_id));
CREATE POLICY pam_giver ON transfers_transferpackage FOR INSERT TO pam_web
  WITH CHECK (EXISTS (SELECT 1 FROM transfers_transfer t WHERE t.id = transfer_id AND t.state = 'waiting'
                       AND t.to_agency_id <> t.record_agency_id AND pam_is_me(t.proposed_by_id)));
CREATE POLICY pam_taker ON transfers_transferpackage FOR DELETE TO pam_web USING (pam_takes_package(transfer_id));
