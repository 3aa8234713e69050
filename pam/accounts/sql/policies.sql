-- Invitations: an agency's administrators see and write them, never for more clearance than their own; a link's hash
-- and its acceptance are written by the owner alone.
CREATE POLICY pam_reader ON accounts_invitation FOR SELECT TO pam_web USING (pam_administers(agency_id));
CREATE POLICY pam_inviter ON accounts_invitation FOR INSERT TO pam_web
  WITH CHECK (pam_administers(agency_id) AND pam_is_me(invited_by_id) AND clearance <= pam_clearance()
              AND token_hash IS NULL AND accepted_at IS NULL AND membership_id IS NULL AND sent_at IS NULL
              AND pam_may_be_invited(email, agency_id) AND NOT pam_excluded_roles(roles::text[], agency_id));
CREATE POLICY pam_changer ON accounts_invitation FOR UPDATE TO pam_web
  USING (pam_administers(agency_id) AND accepted_at IS NULL AND withdrawn_at IS NULL)
  WITH CHECK (pam_administers(agency_id));

-- Acceptances: written by the person who accepts, about themselves; seen by them and by administrators of an agency of theirs.
CREATE POLICY pam_reader ON accounts_acceptance FOR SELECT TO pam_web
  USING (user_id = pam_user() OR (pam_administers(pam_agency()) AND EXISTS (
    SELECT 1 FROM access_membership m WHERE m.user_id = accounts_acceptance.user_id AND m.agency_id = pam_agency()))
    OR (by_id IS NOT NULL AND agency_id = pam_agency() AND pam_has_role('{auditor,supervisor}'::text[])));
CREATE POLICY pam_accepter ON accounts_acceptance FOR INSERT TO pam_web
  WITH CHECK (user_id = pam_user() AND agency_id = pam_agency() AND by_id IS NULL);
-- The terms for systems an administrator accepts, in their own name, for a system of their agency.
CREATE POLICY pam_accepter_for_system ON accounts_acceptance FOR INSERT TO pam_web
  WITH CHECK (agency_id = pam_agency() AND pam_administers(agency_id) AND pam_is_me(by_id)
    AND EXISTS (SELECT 1 FROM accounts_termsofuse t WHERE t.id = terms_id AND t.kind = 'systems')
    AND EXISTS (SELECT 1 FROM access_membership m JOIN access_user u ON u.id = m.user_id
      WHERE m.user_id = accounts_acceptance.user_id AND m.agency_id = pam_agency() AND u.service));

-- Departures: an agency's administrators see and ask for them; the system's own job does them.
CREATE POLICY pam_reader ON accounts_departure FOR SELECT TO pam_web USING (pam_administers(agency_id));
CREATE POLICY pam_asker ON accounts_departure FOR INSERT TO pam_web
  WITH CHECK (pam_administers(agency_id) AND pam_is_me(asked_by_id) AND done_at IS NULL AND cancelled_at IS NULL
              AND EXISTS (SELECT 1 FROM access_membership m WHERE m.id = membership_id
                           AND m.agency_id = accounts_departure.agency_id AND m.user_id <> pam_user()));
CREATE POLICY pam_changer ON accounts_departure FOR UPDATE TO pam_web
  USING (pam_administers(agency_id) AND done_at IS NULL) WITH CHECK (pam_administers(agency_id) AND done_at IS NULL);

-- Reviews of teams: seen by the manager and the agency's administrators, answered once by the manager.
CREATE POLICY pam_reader ON accounts_teamreview FOR SELECT TO pam_web USING (pam_oversees_team(team_id));
CREATE POLICY pam_answerer ON accounts_teamreview FOR UPDATE TO pam_web
  USING (answered_at IS NULL AND lapsed_at IS NULL AND pam_manages(team_id))
  WITH CHECK (pam_manages(team_id) AND pam_is_me(answered_by_id));

-- Links for a forgotten password: anyone asks, nobody on the web reads whose address it is.
CREATE POLICY pam_asker ON accounts_passwordlink FOR INSERT TO pam_web WITH CHECK (true);

-- Browsers that a person is signed in with: their own alone.
CREATE POLICY pam_reader ON accounts_browsersession FOR SELECT TO pam_web USING (user_id = pam_user());
CREATE POLICY pam_noter ON accounts_browsersession FOR INSERT TO pam_web
  WITH CHECK (user_id = pam_user() AND ended_at IS NULL);
CREATE POLICY pam_changer ON accounts_browsersession FOR UPDATE TO pam_web
  USING (user_id = pam_user() AND ended_at IS NULL) WITH CHECK (user_id = pam_user());
CREATE POLICY pam_forgetter ON accounts_browsersession FOR DELETE TO pam_web USING (user_id = pam_user());

-- Requests to join a team or for a role: asked by an administrator for another person, decided by pam_decide_membership_request().
CREATE POLICY pam_reader ON accounts_membershiprequest FOR SELECT TO pam_web
  USING (pam_is_me(membership_id) OR pam_administers(agency_id)
         OR (agency_id = pam_agency() AND (pam_has_role('{auditor,supervisor}'::text[]) OR pam_manages(team_id))));
CREATE POLICY pam_asker ON accounts_membershiprequest FOR INSERT TO pam_web
  WITH CHECK (pam_administers(agency_id) AND pam_is_me(asked_by_id) AND decided_at IS NULL AND withdrawn_at IS NULL
              AND EXISTS (SELECT 1 FROM access_membership m WHERE m.id = membership_id
                           AND m.agency_id = accounts_membershiprequest.agency_id AND m.user_id <> pam_user())
              AND (team_id IS NULL OR EXISTS (SELECT 1 FROM access_team t WHERE t.id = team_id
                           AND t.agency_id = accounts_membershiprequest.agency_id)));
CREATE POLICY pam_withdrawer ON accounts_membershiprequest FOR UPDATE TO pam_web
  USING (pam_administers(agency_id) AND decided_at IS NULL AND withdrawn_at IS NULL) WITH CHECK (pam_administers(agency_id));

-- Second factors, and the library's own list of addresses: of the person who reads or is signing in, as the application
-- says by a ticket (pam_person). So nobody adds a key of theirs to another's account.
CREATE POLICY pam_own ON mfa_authenticator TO pam_web USING (user_id = pam_person()) WITH CHECK (user_id = pam_person());
CREATE POLICY pam_own ON account_emailaddress TO pam_web USING (user_id = pam_person()) WITH CHECK (user_id = pam_person());
