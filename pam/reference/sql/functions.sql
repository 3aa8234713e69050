-- Settings: what the database's own functions read, and what it takes.

-- The value of a setting for an agency (or for none): the agency's own, else that of every agency, else the default.
-- pam_declared_settings() is written out from the declarations (pam/reference/declarations.py).
CREATE OR REPLACE FUNCTION pam_setting(wanted text, of_agency bigint) RETURNS jsonb
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE found_value jsonb;
BEGIN
  SELECT s.value INTO found_value FROM reference_setting s
   WHERE s.key = wanted AND (s.agency_id IS NULL OR s.agency_id = of_agency) ORDER BY s.agency_id NULLS LAST LIMIT 1;
  IF FOUND THEN RETURN found_value; END IF;
  SELECT d.fallback INTO found_value FROM pam_declared_settings() d WHERE d.key = wanted;
  IF NOT FOUND THEN RAISE EXCEPTION 'no setting is called %', wanted USING ERRCODE = 'invalid_parameter_value'; END IF;
  RETURN found_value;
END $$;

-- Whether a setting that needs a second person is looser afterwards: words are gone from its list ("removing"), or there
-- are more ("adding"; an empty list has no limit. "any word more": an empty one is the strictest), or it is
-- another one at all ("changing"). Words are told apart as
-- those who read the list do.
CREATE OR REPLACE FUNCTION pam_loosens(of_key text, before jsonb, after jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $$
DECLARE how text; had text[]; has text[];
BEGIN
  SELECT d.needs_second INTO how FROM pam_declared_settings() d WHERE d.key = of_key;
  IF coalesce(how, '') = '' THEN RETURN false; END IF;
  IF how = 'changing' THEN RETURN before IS DISTINCT FROM after; END IF;
  had := array_remove(regexp_split_to_array(coalesce(before #>> '{}', ''), '[, ]+'), '');
  has := array_remove(regexp_split_to_array(coalesce(after #>> '{}', ''), '[, ]+'), '');
  IF how = 'removing' THEN RETURN NOT had <@ has; END IF;
  IF how = 'any word more' THEN RETURN NOT has <@ had; END IF;
  RETURN had <> '{}' AND (has = '{}' OR NOT has <@ had);
END $$;

-- Who decides whether such a setting is loosened: the agency's live supervisors and administrators, never the asker.
CREATE OR REPLACE FUNCTION pam_setting_deciders(of_agency bigint, asker bigint) RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT m.id FROM access_membership m
   WHERE m.agency_id = of_agency AND pam_live(m) AND m.roles::text[] && '{administrator,supervisor}'::text[]
     AND (of_agency = pam_agency() OR NOT pam_asked_by_web())
     AND m.user_id NOT IN (SELECT x.user_id FROM access_membership x WHERE x.id = asker)
$$;

-- Accepts or refuses such a request, if it is the current reader's to decide at this moment. Answers the outcome.
CREATE OR REPLACE FUNCTION pam_decide_setting_request(one uuid, take boolean, given_reason text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE q reference_settingrequest; s reference_setting; me bigint;
BEGIN
  SELECT * INTO q FROM reference_settingrequest r WHERE r.uuid = one FOR UPDATE;
  SELECT d INTO me FROM pam_setting_deciders(q.agency_id, q.asked_by_id) d WHERE q.agency_id = pam_agency() AND pam_is_me(d);
  IF me IS NULL THEN RETURN 'not_yours'; END IF;
  IF q.decided_at IS NOT NULL OR q.withdrawn_at IS NOT NULL THEN RETURN 'no_longer_waiting'; END IF;
  IF take THEN
    SELECT * INTO s FROM reference_setting x WHERE x.key = q.key AND x.agency_id = q.agency_id FOR UPDATE;
    IF s.id IS NULL AND NOT q.reset THEN
      INSERT INTO reference_setting (key, agency_id, value, {{OTHER_COLUMNS}})
        VALUES (q.key, q.agency_id, q.value, {{THEIR_DEFAULTS}}) RETURNING * INTO s;
      PERFORM pam_keep_reference_setting(s, '+', 'Accepted');
    ELSIF s.id IS NOT NULL AND q.reset THEN
      DELETE FROM reference_setting x WHERE x.id = s.id;
      PERFORM pam_keep_reference_setting(s, '-', 'Accepted');
    ELSIF s.id IS NOT NULL THEN
      UPDATE reference_setting x SET value = q.value, version = x.version + 1 WHERE x.id = s.id RETURNING * INTO s;
      PERFORM pam_keep_reference_setting(s, '~', 'Accepted');
    END IF;
  END IF;
  UPDATE reference_settingrequest r SET decided_at = clock_timestamp(), decided_by_id = me, accepted = take,
         reason = coalesce(given_reason, '') WHERE r.id = q.id;
  RETURN 'done';
END $$;
