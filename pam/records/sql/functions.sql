-- The first and the last day that a person can have been born, of what is kept (pam/ui/partial_dates.py): "1990-05-01",
-- "1990-05", "1990", "~1990" for two years either way, "1988-1990", "14-15@2026" for 14 or 15 in 2026, or "30@2026" for about 30
-- in 2026, which is two years either way or a tenth of the age.
CREATE OR REPLACE FUNCTION pam_born_from(born text) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN born LIKE '~%' THEN make_date(substr(born, 2)::int - 2, 1, 1)
              WHEN born LIKE '____-____' THEN make_date(left(born, 4)::int, 1, 1)
              WHEN born LIKE '%-%@%' THEN make_date(split_part(born, '@', 2)::int
                                                    - split_part(split_part(born, '@', 1), '-', 2)::int - 1, 1, 1)
              WHEN born LIKE '%@%' THEN make_date(split_part(born, '@', 2)::int - split_part(born, '@', 1)::int - 1
                                                  - greatest(2, split_part(born, '@', 1)::int / 10), 1, 1)
              ELSE (born || right('-01-01', greatest(10 - length(born), 0)))::date END
$$;

CREATE OR REPLACE FUNCTION pam_born_to(born text) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN born LIKE '~%' THEN make_date(substr(born, 2)::int + 2, 12, 31)
              WHEN born LIKE '____-____' THEN make_date(right(born, 4)::int, 12, 31)
              WHEN born LIKE '%-%@%' THEN make_date(split_part(born, '@', 2)::int
                                                    - split_part(split_part(born, '@', 1), '-', 1)::int, 12, 31)
              WHEN born LIKE '%@%' THEN make_date(split_part(born, '@', 2)::int - split_part(born, '@', 1)::int
                                                  + greatest(2, split_part(born, '@', 1)::int / 10), 12, 31)
              WHEN length(born) = 4 THEN make_date(born::int, 12, 31)
              WHEN length(born) = 7 THEN ((born || '-01')::date + interval '1 month - 1 day')::date
              ELSE born::date END
$$;

-- Moves a record to the top of the lists. Who may see it may do that: an action's owner reports with `view` alone.
CREATE OR REPLACE FUNCTION pam_touch(record bigint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  -- Not one that is shared in chosen kinds of part: the time would give away the other kinds.
  IF pam_sees(record) THEN UPDATE records_record SET updated = statement_timestamp() WHERE id = record AND narrowed IS NULL; END IF;
END $$;

CREATE OR REPLACE FUNCTION pam_touch_records(touched bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  -- In one order, so that two bulk changes can't wait for each other for ever.
  PERFORM 1 FROM records_record WHERE id = ANY (touched) ORDER BY id FOR UPDATE;
  UPDATE records_record SET readers = readers WHERE id = ANY (touched);
END $$;
REVOKE EXECUTE ON FUNCTION pam_touch_records(bigint[]) FROM PUBLIC;

-- What the current reader may be told about records that they can't open but were signposted to.
CREATE OR REPLACE FUNCTION pam_signposts_of(records bigint[])
RETURNS TABLE (record bigint, reference text, agency text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT DISTINCT r.id, r.reference::text, a.name::text
    FROM access_grant g JOIN records_record r ON r.id = g.record_id JOIN access_agency a ON a.id = r.agency_id
   WHERE g.record_id = ANY (records) AND g.group_id = ANY (pam_principals()) AND g.level >= {{SIGNPOST}}
     AND pam_grant_lives(g) AND r.marking <= pam_clearance()
$$;

-- References and codes that count nothing. The alphabet is that of pam/records/references.py.
CREATE OR REPLACE FUNCTION pam_random_code(letters int) RETURNS text
LANGUAGE sql VOLATILE SET search_path = public, pg_temp
AS $$
  SELECT string_agg(substr('23456789ABCDEFGHJKMNPQRSTUVWXYZ', 1 + get_byte(drawn.bytes, place) % 31, 1), '')
    FROM (SELECT uuid_send(gen_random_uuid()) AS bytes) drawn, generate_series(0, letters - 1) place
$$;

-- Four letters and digits while there is room for more of them, then five, then six.
CREATE OR REPLACE FUNCTION pam_code_letters(tries int) RETURNS int LANGUAGE sql IMMUTABLE
AS $$ SELECT 4 + least(tries / 3, 2) $$;

-- Moves a document of a record that the reader manages to another one that they may add to: a part stays with its record otherwise
-- (pam_keep_origin). For agencies that could see it before; pam/records/moving.py says which, and writes the history.
CREATE OR REPLACE FUNCTION pam_move_document(document bigint, target bigint, for_agencies bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE source bigint;
BEGIN
  SELECT d.record_id INTO source FROM records_document d
   WHERE d.id = document AND pam_sees_kind(d.record_id, d.agencies, 'document')
     AND {{cleared_for_d}} FOR UPDATE;
  IF source IS NULL OR source = target OR coalesce(pam_level(source) < {{MANAGE}}, true)
     OR coalesce(pam_level(target) < {{CONTRIBUTE}}, true)
     -- For all who can open the record only where it was so before: a move that is undone.
     OR NOT coalesce(pam_agency() = ANY (for_agencies), for_agencies IS NULL AND EXISTS (
          SELECT 1 FROM records_historicaldocument h WHERE h.id = document AND h.record_id = target AND h.agencies IS NULL)) THEN
    RAISE EXCEPTION 'the document cannot be moved there' USING ERRCODE = 'insufficient_privilege';
  END IF;
  UPDATE records_document SET record_id = target, agencies = for_agencies, shows_id = NULL WHERE id = document;
  UPDATE records_documenttext SET record_id = target, agencies = for_agencies WHERE document_id = document;
  UPDATE records_documentpreview SET record_id = target, agencies = for_agencies WHERE document_id = document;
END $$;
