-- Adds a system to the reader's agency, if they administer it: a membership without teams and roles, cleared for the least,
-- of a user that has no password and never signs in. Answers its number; NULL if they may not.
CREATE OR REPLACE FUNCTION pam_add_system(called text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE agency access_agency; new_user bigint; principal int; made bigint; mark uuid := gen_random_uuid();
BEGIN
  SELECT * INTO agency FROM access_agency a WHERE a.id = pam_agency();
  IF pam_administers(agency.id) IS NOT TRUE THEN RETURN NULL; END IF;
  INSERT INTO access_user (password, name, email, uuid, service, {{OTHER_COLUMNS}})
    VALUES ('!' || gen_random_uuid(), called, mark || '@system.invalid', mark, true, {{THEIR_DEFAULTS}})
    RETURNING id INTO new_user;
  INSERT INTO auth_group (name) VALUES ('person:' || gen_random_uuid()) RETURNING id INTO principal;
  INSERT INTO access_principal (group_ptr_id, kind, agency_id, label, {{OTHER_COLUMNS}})
    VALUES (principal, 'person', agency.id, called || ', ' || agency.short_name, {{THEIR_DEFAULTS}});
  INSERT INTO access_membership (principal_id, user_id, agency_id, post, clearance, {{OTHER_COLUMNS}})
    VALUES (principal, new_user, agency.id, 'System', {{OFFICIAL}}, {{THEIR_DEFAULTS}})
    RETURNING id INTO made;
  RETURN made;
END $$;

-- Whether a membership is a system's, and of which agency.
CREATE OR REPLACE FUNCTION pam_is_system_of(member bigint, of_agency bigint) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT of_agency = pam_agency() AND EXISTS (SELECT 1 FROM access_membership m JOIN access_user u ON u.id = m.user_id
    WHERE m.id = member AND m.agency_id = of_agency AND u.service)
$$;

-- Accepts or refuses a token, if it is the current reader's to decide at this moment (as with settings: another administrator,
-- or a supervisor). Answers the outcome.
CREATE OR REPLACE FUNCTION pam_decide_api_token(one uuid, take boolean, given_reason text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE q api_apitoken; me bigint;
BEGIN
  SELECT * INTO q FROM api_apitoken t WHERE t.uuid = one FOR UPDATE;
  SELECT d INTO me FROM pam_setting_deciders(q.agency_id, q.asked_by_id) d WHERE q.agency_id = pam_agency() AND pam_is_me(d);
  IF me IS NULL THEN RETURN 'not_yours'; END IF;
  IF q.decided_at IS NOT NULL OR q.ended_at IS NOT NULL THEN RETURN 'no_longer_waiting'; END IF;
  UPDATE api_apitoken SET decided_at = clock_timestamp(), decided_by_id = me, accepted = take, reason = given_reason WHERE id = q.id;
  RETURN 'done';
END $$;

-- Which system comes with a secret from an address: its membership, in force, and what the token is for; or nothing. Notes
-- once a minute that it came.
CREATE OR REPLACE FUNCTION pam_api_token(secret text, from_address inet)
RETURNS TABLE (token uuid, membership bigint, label text, scopes text[])
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE found_token api_apitoken;
BEGIN
  SELECT t.* INTO found_token FROM api_apitoken t
    JOIN access_membership m ON m.id = t.membership_id JOIN access_user u ON u.id = m.user_id
   WHERE t.token_hash = encode(sha256(convert_to(secret, 'UTF8')), 'hex') AND t.accepted AND t.ended_at IS NULL
     AND t.expires_at > statement_timestamp() AND u.service AND pam_live(m)
     AND (t.networks = '' OR EXISTS (SELECT 1 FROM regexp_split_to_table(t.networks, ', ') n WHERE from_address <<= n::inet));
  IF found_token.id IS NULL THEN RETURN; END IF;
  UPDATE api_apitoken t SET used_at = statement_timestamp() WHERE t.id IN (
    SELECT x.id FROM api_apitoken x WHERE x.id = found_token.id
       AND coalesce(x.used_at < statement_timestamp() - interval '1 minute', true) FOR UPDATE SKIP LOCKED);
  RETURN QUERY SELECT found_token.uuid, found_token.membership_id, found_token.label::text, found_token.scopes::text[];
END $$;

-- Keeps a new secret of a webhook of the reader's agency, if they administer it and it has not ended. Answers whether it did.
CREATE OR REPLACE FUNCTION pam_keep_webhook_secret(one uuid, kept_secret text) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  INSERT INTO api_webhooksecret (webhook_id, kept, {{OTHER_COLUMNS}})
    SELECT w.id, kept_secret, {{THEIR_DEFAULTS}} FROM api_webhook w
     WHERE w.uuid = one AND w.agency_id = pam_agency() AND pam_administers(w.agency_id) AND w.ended_at IS NULL;
  RETURN FOUND;
END $$;

-- Accepts or refuses a webhook, as pam_decide_api_token() does a token. Answers the outcome.
CREATE OR REPLACE FUNCTION pam_decide_webhook(one uuid, take boolean, given_reason text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE q api_webhook; me bigint;
BEGIN
  SELECT * INTO q FROM api_webhook w WHERE w.uuid = one FOR UPDATE;
  SELECT d INTO me FROM pam_setting_deciders(q.agency_id, q.asked_by_id) d WHERE q.agency_id = pam_agency() AND pam_is_me(d);
  IF me IS NULL THEN RETURN 'not_yours'; END IF;
  IF q.decided_at IS NOT NULL OR q.ended_at IS NOT NULL THEN RETURN 'no_longer_waiting'; END IF;
  UPDATE api_webhook SET decided_at = clock_timestamp(), decided_by_id = me, accepted = take, reason = given_reason WHERE id = q.id;
  RETURN 'done';
END $$;

-- Whether a webhook is of an agency that the reader administers.
CREATE OR REPLACE FUNCTION pam_administers_webhook(hook bigint, in_use boolean) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT EXISTS (SELECT 1 FROM api_webhook w WHERE w.id = hook AND w.agency_id = pam_agency() AND pam_administers(w.agency_id)
    AND (NOT in_use OR (w.accepted AND w.ended_at IS NULL)))
$$;

-- A record that is about to be erased, for the job that tells webhooks (see `before_disposal`): with the systems of webhooks that can open
-- it at this moment and may copy it. The gate's own question, since what ran out by the clock is still among the record's readers.
CREATE OR REPLACE FUNCTION pam_note_erasure_for_webhooks(disposed_id bigint) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  INSERT INTO api_hookevent (kind, about, at, readers, marking, {{OTHER_COLUMNS}})
    SELECT 'record.removed', r.uuid, statement_timestamp(), array_agg(DISTINCT s.principal), r.marking, {{THEIR_DEFAULTS}}
      FROM records_record r JOIN access_team o ON o.id = r.team_id CROSS JOIN (
        SELECT m.principal_id AS principal, m.clearance AS cleared, ARRAY[m.principal_id, a.principal_id] || ARRAY(
                 SELECT t.principal_id FROM access_membership_teams mt JOIN access_team t ON t.id = mt.team_id WHERE mt.membership_id = m.id) AS theirs
          FROM api_webhook w JOIN access_membership m ON m.id = w.membership_id JOIN access_agency a ON a.id = m.agency_id
         WHERE w.accepted AND w.ended_at IS NULL) s
     WHERE r.id = disposed_id AND {{others_may_see_record}} AND (o.principal_id = ANY (s.theirs) OR NOT EXISTS (
       SELECT 1 FROM access_grant g JOIN access_handlingcondition c ON c.code = ANY (g.conditions)
        WHERE g.record_id = r.id AND g.group_id = ANY (s.theirs) AND c.no_print AND pam_grant_lives(g)))
     GROUP BY r.id
$$;
REVOKE EXECUTE ON FUNCTION pam_note_erasure_for_webhooks(bigint) FROM PUBLIC;

-- What waits for the membership `me` in this room (see pam_waiting, which calls it for the current reader): the terms for systems,
-- of those of their agency whose tokens work or wait. They have stopped once the days of the setting are over.
CREATE OR REPLACE FUNCTION pam_waiting_in_api(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE t accounts_termsofuse; until timestamptz;
BEGIN
  IF NOT pam_is_me(me) OR pam_administers(pam_agency()) IS NOT TRUE THEN RETURN; END IF;
  SELECT * INTO t FROM accounts_termsofuse x WHERE x.kind = 'systems' AND x.published_at <= statement_timestamp()
   ORDER BY x.version DESC LIMIT 1;
  IF t.id IS NULL THEN RETURN; END IF;
  until := t.published_at + make_interval(days => coalesce((pam_setting('api.terms_days', NULL) #>> '{}')::int, 14));
  RETURN QUERY
    SELECT 'system_terms', m.id,
           CASE WHEN m.starts_at < t.published_at AND statement_timestamp() < until THEN 3 ELSE 1 END,
           CASE WHEN m.starts_at < t.published_at THEN (until AT TIME ZONE 'Europe/London')::date END, t.published_at
      FROM access_membership m JOIN access_user u ON u.id = m.user_id AND u.service
     WHERE m.agency_id = pam_agency() AND pam_live(m)
       AND NOT EXISTS (SELECT 1 FROM accounts_acceptance a WHERE a.user_id = m.user_id AND a.terms_id = t.id)
       AND EXISTS (SELECT 1 FROM api_apitoken k WHERE k.membership_id = m.id AND k.accepted IS NOT FALSE AND k.ended_at IS NULL
                      AND k.expires_at > statement_timestamp())
     ORDER BY m.id LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION pam_waiting_in_api(bigint, int) FROM PUBLIC;
