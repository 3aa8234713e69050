-- Whether the current reader answers what their agency would offer: they have the role that its setting names.
CREATE OR REPLACE FUNCTION pam_permits_offers(of_agency bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN coalesce(of_agency = pam_agency() AND pam_has_role(ARRAY[pam_setting('practice.permits', of_agency) #>> '{}']), false);
END $$;

-- Whether they see what is being prepared: who writes the agency's frameworks, and who permits.
CREATE OR REPLACE FUNCTION pam_prepares_offers(of_agency bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN pam_writes_frameworks(of_agency) OR pam_permits_offers(of_agency);
END $$;

-- The agencies on the current reader's side: training or real. Their names are open.
CREATE OR REPLACE FUNCTION pam_same_side() RETURNS SETOF bigint
LANGUAGE sql STABLE SET search_path = public, pg_temp
AS $$
  SELECT a.id FROM access_agency a JOIN access_agency m ON m.id = pam_agency() AND m.training = a.training
$$;

-- Permits what is asked for, as the current reader has seen it (`seen`, its version), and offers it: the one way by which an
-- offered text comes to be. They have the role, did not ask themselves, and see the record that a learning is about.
-- Answers the number of the offered text.
CREATE OR REPLACE FUNCTION pam_permit_offer(preparation bigint, seen int, why text) RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE p practice_preparation; me bigint; next_number int; made bigint;
BEGIN
  SELECT q.* INTO p FROM practice_preparation q WHERE q.id = preparation AND q.agency_id = pam_agency() FOR UPDATE;
  IF p.id IS NULL OR NOT pam_permits_offers(p.agency_id) OR NOT (p.record_id IS NULL OR pam_sees(p.record_id)) THEN
    RAISE EXCEPTION 'no right to permit this' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF p.state <> 'asked' OR p.version <> seen THEN
    RAISE EXCEPTION 'another text than the one that was seen' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM 1 FROM access_membership m WHERE m.id IN (p.asked_by_id, p.changed_by_id) AND m.user_id = pam_user();
  IF FOUND THEN
    RAISE EXCEPTION 'a second person permits' USING ERRCODE = 'insufficient_privilege';
  END IF;
  SELECT m.id INTO me FROM access_membership m WHERE m.user_id = pam_user() AND m.agency_id = p.agency_id AND pam_is_me(m.id);
  UPDATE practice_offer o SET
      state = 'offered', audience = p.audience, number = o.number + 1, version = o.version + 1,
      name = p.body ->> 'name', summary = coalesce(p.body ->> 'purpose', p.body ->> 'summary', ''), words = p.words,
      for_kinds = p.for_kinds, tags = p.tags,
      offered_at = clock_timestamp(), revoked_at = NULL, revoked_by_id = NULL, revoked_words = ''
    WHERE o.id = p.offer_id RETURNING o.number INTO next_number;
  INSERT INTO practice_offeredtext (offer_id, number, body, note, offered_at, {{OTHER_COLUMNS}})
    VALUES (p.offer_id, next_number, p.body, p.note, clock_timestamp(), {{THEIR_DEFAULTS}}) RETURNING id INTO made;
  UPDATE practice_preparation SET state = 'permitted', answered_by_id = me, answered_at = clock_timestamp(), answer = why
    WHERE id = p.id;
  RETURN made;
END $$;

-- What waits for the current reader: what a colleague asks to offer to other agencies. For pam_waiting, which runs as the owner.
CREATE OR REPLACE FUNCTION pam_waiting_offers(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT 'offer', p.id, 3, NULL::date, p.asked_at FROM practice_preparation p
    JOIN access_membership a ON a.id = p.asked_by_id JOIN access_membership c ON c.id = p.changed_by_id
   WHERE p.agency_id = pam_agency() AND p.state = 'asked' AND pam_user() NOT IN (a.user_id, c.user_id)
     AND pam_permits_offers(p.agency_id) AND (p.record_id IS NULL OR pam_sees(p.record_id)) LIMIT most
$$;

-- Whether a record is one of the current reader's agency, and they see it.
CREATE OR REPLACE FUNCTION pam_owns_seen(record bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM records_record r WHERE r.id = record AND r.agency_id = pam_agency() AND pam_sees(r.id);
  RETURN FOUND;
END $$;
