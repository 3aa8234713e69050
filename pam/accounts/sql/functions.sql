-- How people come to an agency and leave it (pam/accounts). Functions ask who is reading themselves, or ask for the link's token.

-- The kinds of terms whose standing version a person has yet to accept: asked with each request, by the person who is to be the reader.
CREATE OR REPLACE FUNCTION pam_unaccepted_terms(person bigint) RETURNS text[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ BEGIN
  RETURN ARRAY(
    SELECT newest.kind FROM (
      SELECT DISTINCT ON (kind) id, kind FROM accounts_termsofuse WHERE published_at <= statement_timestamp()
         AND (kind = 'systems') = coalesce((SELECT u.service FROM access_user u WHERE u.id = person), false) ORDER BY kind, version DESC
    ) newest WHERE NOT EXISTS (SELECT 1 FROM accounts_acceptance a WHERE a.user_id = person AND a.terms_id = newest.id));
END $$;

-- Whether an invitation's link may still work.
CREATE OR REPLACE FUNCTION pam_invitation_open(i accounts_invitation) RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT i.accepted_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > clock_timestamp() $$;

-- What the holder of a link is offered. `known` tells them of their own address only.
CREATE OR REPLACE FUNCTION pam_invitation(token text)
RETURNS TABLE (agency text, name text, email text, expires_at timestamptz, known boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT a.name::text, i.name::text, i.email::text, i.expires_at,
         EXISTS (SELECT 1 FROM access_user u WHERE u.email = i.email)
    FROM accounts_invitation i JOIN access_agency a ON a.id = i.agency_id
   WHERE i.token_hash = encode(sha256(convert_to(token, 'UTF8')), 'hex') AND pam_invitation_open(i)
$$;

-- Whether two of these roles exclude each other in an agency: the pairs are its setting.
CREATE OR REPLACE FUNCTION pam_excluded_roles(wanted text[], of_agency bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT EXISTS (SELECT 1 FROM regexp_split_to_table(pam_setting('accounts.excluded_roles', of_agency) #>> '{}', '[, ]+') pair
    WHERE split_part(pair, '/', 1) = ANY (wanted) AND split_part(pair, '/', 2) = ANY (wanted))
$$;

-- Whether an agency may invite this address: any, or one of the mail domains of its setting.
CREATE OR REPLACE FUNCTION pam_may_be_invited(email text, of_agency bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT domains = '' OR lower(substring(email FROM '[^@]*$')) = ANY (regexp_split_to_array(domains, '[, ]+'))
    FROM (SELECT pam_setting('accounts.invited_domains', of_agency) #>> '{}' AS domains) d
$$;

-- Who decides whether a person joins a team or (no team) gets a role: never the asker or the person. A team's live
-- manager; without one the agency's supervisors; for a role its supervisors and administrators.
CREATE OR REPLACE FUNCTION pam_deciders_of(of_agency bigint, person bigint, joining bigint, asker bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  WITH others AS (
    SELECT m.id, m.roles::text[] AS roles,
           EXISTS (SELECT 1 FROM access_team t WHERE t.id = joining AND t.manager_id = m.id) AS manages
      FROM access_membership m WHERE m.agency_id = of_agency AND pam_live(m)
       AND (of_agency = pam_agency() OR NOT pam_asked_by_web())
       AND m.user_id NOT IN (SELECT x.user_id FROM access_membership x WHERE x.id IN (person, asker)))
  SELECT id FROM others WHERE CASE
    WHEN joining IS NULL THEN roles && '{administrator,supervisor}'::text[]
    WHEN EXISTS (SELECT 1 FROM others o WHERE o.manages) THEN manages
    ELSE 'supervisor' = ANY (roles) END
$$;

CREATE OR REPLACE FUNCTION pam_decides(of_agency bigint, person bigint, joining bigint, asker bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF of_agency IS DISTINCT FROM pam_agency() THEN RETURN false; END IF;
  RETURN EXISTS (SELECT 1 FROM pam_deciders_of(of_agency, person, joining, asker) d WHERE pam_is_me(d));
END $$;

-- Accepts or refuses a request, as a decider (NULL: the system's owner). Answers the outcome.
CREATE OR REPLACE FUNCTION pam_apply_membership_request(number bigint, take boolean, decider bigint, given_reason text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE q accounts_membershiprequest; m access_membership;
BEGIN
  SELECT * INTO q FROM accounts_membershiprequest r WHERE r.id = number FOR UPDATE;
  IF q.id IS NULL OR q.decided_at IS NOT NULL OR q.withdrawn_at IS NOT NULL THEN RETURN 'no_longer_waiting'; END IF;
  IF take THEN
    SELECT * INTO m FROM access_membership x WHERE x.id = q.membership_id FOR UPDATE;
    IF {{membership_is_over}} THEN RETURN 'left'; END IF;
    IF q.team_id IS NOT NULL THEN
      INSERT INTO access_membership_teams (membership_id, team_id) VALUES (q.membership_id, q.team_id) ON CONFLICT DO NOTHING;
    ELSIF pam_excluded_roles(m.roles::text[] || q.role::text, q.agency_id) THEN
      RETURN 'excluded';
    END IF;
    UPDATE access_membership x SET version = version + 1,
           roles = CASE WHEN q.role = '' OR q.role = ANY (m.roles) THEN m.roles
                        ELSE ARRAY(SELECT unnest(m.roles || q.role) ORDER BY 1) END
     WHERE x.id = q.membership_id;
  END IF;
  UPDATE accounts_membershiprequest r SET decided_at = clock_timestamp(), decided_by_id = decider, accepted = take, reason = given_reason
   WHERE r.id = number;
  RETURN 'done';
END $$;
REVOKE EXECUTE ON FUNCTION pam_apply_membership_request(bigint, boolean, bigint, text) FROM PUBLIC;

-- The same for the current reader, if it is theirs to decide at this moment.
CREATE OR REPLACE FUNCTION pam_decide_membership_request(one uuid, take boolean, given_reason text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE q accounts_membershiprequest; me bigint;
BEGIN
  SELECT * INTO q FROM accounts_membershiprequest r WHERE r.uuid = one;
  SELECT d INTO me FROM pam_deciders_of(q.agency_id, q.membership_id, q.team_id, q.asked_by_id) d
   WHERE q.agency_id = pam_agency() AND pam_is_me(d);
  IF me IS NULL THEN RETURN 'not_yours'; END IF;
  RETURN pam_apply_membership_request(q.id, take, me, given_reason);
END $$;

-- Accepts an invitation, once: makes the person (or finds them, without a password) and their membership; answers its
-- number. Two at the same moment wait for each other, and the second finds nothing. Teams, and roles that are confirmed
-- first, are asked for in the name of the administrator who invited.
CREATE OR REPLACE FUNCTION pam_accept_invitation(token text, kept_password text, from_address inet, request text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE i accounts_invitation; new_user bigint; called text; principal int; agency access_agency; made bigint;
BEGIN
  SELECT * INTO i FROM accounts_invitation p
    WHERE p.token_hash = encode(sha256(convert_to(token, 'UTF8')), 'hex') AND pam_invitation_open(p) FOR UPDATE;
  IF i.id IS NULL THEN RETURN NULL; END IF;
  SELECT * INTO agency FROM access_agency a WHERE a.id = i.agency_id;
  IF kept_password IS NOT NULL THEN
    INSERT INTO access_user (password, name, email, {{OTHER_COLUMNS}})
      VALUES (kept_password, i.name, i.email, {{THEIR_DEFAULTS}})
      ON CONFLICT (email) DO NOTHING RETURNING id INTO new_user;
  ELSE
    SELECT u.id INTO new_user FROM access_user u WHERE u.email = i.email AND u.is_active;
  END IF;
  IF new_user IS NULL OR EXISTS (SELECT 1 FROM access_membership m WHERE m.user_id = new_user AND m.agency_id = i.agency_id) THEN
    RETURN NULL;
  END IF;
  SELECT u.name INTO called FROM access_user u WHERE u.id = new_user;
  INSERT INTO auth_group (name) VALUES ('person:' || gen_random_uuid()) RETURNING id INTO principal;
  INSERT INTO access_principal (group_ptr_id, kind, agency_id, label, {{OTHER_COLUMNS}})
    VALUES (principal, 'person', i.agency_id, called || ', ' || agency.short_name, {{THEIR_DEFAULTS}});
  INSERT INTO access_membership (principal_id, user_id, agency_id, post, roles, clearance, {{OTHER_COLUMNS}})
    VALUES (principal, new_user, i.agency_id, i.post,
            ARRAY(SELECT r FROM unnest(i.roles) r WHERE r <> ALL ({{CONFIRMED_ROLES}}) ORDER BY 1), i.clearance, {{THEIR_DEFAULTS}})
    RETURNING id INTO made;
  INSERT INTO accounts_membershiprequest (agency_id, membership_id, team_id, role, asked_by_id, {{OTHER_COLUMNS}})
    SELECT i.agency_id, made, t.id, '', i.invited_by_id, {{THEIR_DEFAULTS}}
      FROM access_team t WHERE t.id = ANY (i.teams) AND t.agency_id = i.agency_id
    UNION ALL
    SELECT i.agency_id, made, NULL, r, i.invited_by_id, {{THEIR_DEFAULTS}}
      FROM unnest(i.roles) r WHERE r = ANY ({{CONFIRMED_ROLES}});
  UPDATE accounts_invitation SET accepted_at = clock_timestamp(), membership_id = made WHERE id = i.id;
  INSERT INTO audit_logentry (at, verb, how, actor_id, actor_name, agency_id, agency_name, address, what, request_id,
                              {{OTHER_COLUMNS}})
    VALUES (now(), 'collection', 'accept invitation', new_user, called, i.agency_id, agency.name, from_address, called, request,
            {{THEIR_DEFAULTS}});
  RETURN made;
END $$;

-- How much a person of the agency leads, is named on and has to do: numbers for its administrators, never a title.
-- pam_named() is written out from the kinds of record (accounts/selectors/work.py).
CREATE OR REPLACE FUNCTION pam_work_of(of_membership bigint)
RETURNS TABLE (capacity text, kind text, team bigint, number bigint, marking int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM access_membership m WHERE m.id = of_membership AND pam_administers(m.agency_id);
  IF NOT FOUND THEN RETURN; END IF;
  RETURN QUERY
    SELECT n.capacity, n.kind, n.team, count(*), max(n.marking)::int FROM pam_named() n WHERE n.membership = of_membership GROUP BY 1, 2, 3
    UNION ALL
    SELECT 'action', '', NULL::bigint, count(*), max(a.marking)::int FROM actions_action a
     WHERE a.owner_id = of_membership AND a.status = 'open' HAVING count(*) > 0
    UNION ALL
    SELECT 'given', '', NULL::bigint, count(*), 0 FROM actions_sanitisedaction s JOIN access_membership m ON m.principal_id = s.receiver_id
     WHERE m.id = of_membership AND s.state IN ('open', 'done', 'declined') HAVING count(*) > 0;
END $$;

-- Who of the agency can't act for it now and still leads records or has open actions: how many of each.
CREATE OR REPLACE FUNCTION pam_leaderless()
RETURNS TABLE (membership bigint, leads bigint, actions bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT pam_administers(pam_agency()) THEN RETURN; END IF;
  RETURN QUERY
    SELECT * FROM (
      SELECT m.id, (SELECT count(*) FROM pam_named() n WHERE n.membership = m.id) AS named,
             (SELECT count(*) FROM actions_action a WHERE a.owner_id = m.id AND a.status = 'open')
             + (SELECT count(*) FROM actions_sanitisedaction s
                 WHERE s.receiver_id = m.principal_id AND s.state IN ('open', 'done', 'declined')) AS owned
        FROM access_membership m WHERE m.agency_id = pam_agency() AND NOT pam_live(m)) w
     WHERE w.named > 0 OR w.owned > 0 ORDER BY w.named DESC, w.owned DESC, w.id LIMIT 500;
END $$;

-- Whether the current reader manages a team: asked of the live membership.
CREATE OR REPLACE FUNCTION pam_manages(of_team bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT EXISTS (SELECT 1 FROM access_team t WHERE t.id = of_team AND pam_is_me(t.manager_id)) $$;

CREATE OR REPLACE FUNCTION pam_oversees_team(of_team bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT pam_manages(of_team) OR EXISTS (SELECT 1 FROM access_team t WHERE t.id = of_team AND pam_administers(t.agency_id)) $$;

-- Takes a person out of a team while it is reviewed. Its manager may, but not themselves.
CREATE OR REPLACE FUNCTION pam_take_out(of_team bigint, member bigint) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF NOT pam_manages(of_team) OR pam_is_me(member) OR NOT EXISTS (
    SELECT 1 FROM accounts_teamreview v WHERE v.team_id = of_team AND v.answered_at IS NULL AND v.lapsed_at IS NULL) THEN
    RAISE EXCEPTION 'not for you to take out' USING ERRCODE = 'insufficient_privilege';
  END IF;
  DELETE FROM access_membership_teams mt WHERE mt.team_id = of_team AND mt.membership_id = member;
  IF NOT FOUND THEN RETURN false; END IF;
  UPDATE access_membership SET version = version + 1 WHERE id = member;
  RETURN true;
END $$;

-- Ends one of the reader's own sessions: its browser is asked to sign in at the next click. False for one that has
-- ended, and for another person's.
CREATE OR REPLACE FUNCTION pam_end_session(one uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE hashed text;
BEGIN
  UPDATE accounts_browsersession b SET ended_at = clock_timestamp()
    WHERE b.uuid = one AND b.user_id = pam_user() AND b.ended_at IS NULL RETURNING b.key_hash INTO hashed;
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM django_session d WHERE encode(sha256(convert_to(d.session_key, 'UTF8')), 'hex') = hashed;
  RETURN true;
END $$;

-- Writes in the log that a person signed in or out, or failed to: the person that a ticket names; without one it names nobody.
CREATE OR REPLACE FUNCTION pam_log_sign_in(operation text, who text, ticket_at bigint, mac text, from_address inet, request text)
RETURNS void LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE called text := 'Nobody signed in';
BEGIN
  IF who <> '' THEN
    IF NOT (who LIKE 'person %' AND pam_ticket_holds(who, ticket_at, mac)) THEN
      RAISE EXCEPTION 'the application did not say who signs in' USING ERRCODE = 'insufficient_privilege';
    END IF;
    SELECT u.name INTO called FROM access_user u WHERE u.id = split_part(who, ' ', 2)::bigint;
  END IF;
  INSERT INTO audit_logentry (at, verb, how, actor_id, actor_name, agency_name, address, request_id, {{OTHER_COLUMNS}})
    VALUES (now(), 'sign-in', left(operation, 40), pam_user(), coalesce(called, ''), '', from_address, left(request, 20), {{THEIR_DEFAULTS}});
END $$;

-- Sessions: one at a time, for those who know its key (pam/accounts/session_store.py).
CREATE OR REPLACE FUNCTION pam_session(key text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT d.session_data FROM django_session d WHERE d.session_key = key AND d.expire_date > clock_timestamp() $$;

-- Keeps what a session holds: a new one, or one that is there; answers whether it did.
CREATE OR REPLACE FUNCTION pam_keep_session(key text, data text, expires timestamptz, fresh boolean) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF fresh THEN
    INSERT INTO django_session (session_key, session_data, expire_date) VALUES (key, data, expires) ON CONFLICT DO NOTHING;
  ELSE
    UPDATE django_session d SET session_data = data, expire_date = expires WHERE d.session_key = key;
  END IF;
  RETURN FOUND;
END $$;

CREATE OR REPLACE FUNCTION pam_forget_session(key text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ DELETE FROM django_session d WHERE d.session_key = key $$;

-- A session goes on under another key: so that ending it by its place in the list of browsers ends it at any moment.
CREATE OR REPLACE FUNCTION pam_renew_session(former text, key text) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  UPDATE accounts_browsersession b SET key_hash = encode(sha256(convert_to(key, 'UTF8')), 'hex')
   WHERE b.key_hash = encode(sha256(convert_to(former, 'UTF8')), 'hex') AND b.ended_at IS NULL
$$;

-- Whether keys without Ctrl or Alt do something for the current reader. The web role writes no row of a person.
CREATE OR REPLACE FUNCTION pam_use_single_keys(wanted boolean) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$ BEGIN UPDATE access_user SET single_keys = wanted WHERE id = pam_user(); END $$;
