-- What people without an account write from the front page (pam/contact).

-- Keeps a message for the agency that answers: 'kept' (also for the same one again, which is counted), 'closed' where no
-- agency answers, 'full' once a day has brought the most that it may. It reads no account: nobody learns who has one.
CREATE OR REPLACE FUNCTION pam_keep_contact_request(of_kind text, its_name text, its_email text, its_telephone text,
  its_organisation text, its_post text, its_words text, agreed boolean, request text) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  answers bigint;
  its_digest text := encode(sha256(convert_to(concat_ws(E'\n', of_kind, lower(its_email),
                            regexp_replace(lower(trim(its_words)), '\s+', ' ', 'g')), 'UTF8')), 'hex');
BEGIN
  SELECT a.id INTO answers FROM access_agency a WHERE a.name = pam_setting('contact.agency', NULL) #>> '{}'
     AND NOT a.training;
  IF answers IS NULL THEN RETURN 'closed'; END IF;
  PERFORM pg_advisory_xact_lock(hashtext('pam_keep_contact_request'));
  UPDATE contact_contactrequest c SET repeats = c.repeats + 1,
         consent = CASE WHEN agreed THEN pam_setting('contact.consent', NULL) #>> '{}' ELSE c.consent END
   WHERE c.agency_id = answers AND c.digest = its_digest AND c.outcome = '' AND c.received_at > now() - interval '1 day';
  IF FOUND THEN RETURN 'kept'; END IF;
  IF (SELECT count(*) FROM contact_contactrequest c WHERE c.received_at > now() - interval '1 day')
     >= pam_setting('contact.daily_limit', NULL)::int THEN RETURN 'full'; END IF;
  INSERT INTO contact_contactrequest (agency_id, kind, name, email, telephone, organisation, post, words, consent,
                                      digest, received_at, {{OTHER_COLUMNS}})
  VALUES (answers, of_kind, trim(its_name), trim(its_email), its_telephone, trim(its_organisation),
          trim(its_post), trim(its_words), CASE WHEN agreed THEN pam_setting('contact.consent', NULL) #>> '{}' ELSE '' END,
          its_digest, now(), {{THEIR_DEFAULTS}});
  INSERT INTO audit_logentry (verb, how, actor_name, agency_id, agency_name, what, request_id, {{OTHER_COLUMNS}})
    SELECT 'collection', 'message from the front page', 'Nobody signed in', a.id, a.name, of_kind,
           left(request, 20), {{THEIR_DEFAULTS}} FROM access_agency a WHERE a.id = answers;
  RETURN 'kept';
END $$;
