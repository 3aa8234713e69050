-- Notes what the current reader's running import has made, as far as this transaction made it: what was there before can't be
-- called imported, and so never be undone.
CREATE OR REPLACE FUNCTION pam_import_note(wanted uuid, of_model text, numbers int[], made bigint[], records bigint[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE i imports_import; noted bigint;
BEGIN
  SELECT * INTO i FROM imports_import x WHERE x.uuid = wanted AND x.state = 'running' AND pam_is_me(x.membership_id);
  IF i.id IS NULL THEN RAISE EXCEPTION 'no import of yours is running' USING ERRCODE = 'insufficient_privilege'; END IF;
  INSERT INTO imports_importmade (importing_id, number, model, "row", record, noted_at, {{OTHER_COLUMNS}})
    SELECT i.id, m.number, of_model, m.one, m.record, clock_timestamp(), {{THEIR_DEFAULTS}}
      FROM unnest(numbers, made, records) AS m(number, one, record)
     WHERE m.one IN (SELECT pam_import_new(of_model, made));
  GET DIAGNOSTICS noted = ROW_COUNT;
  IF noted <> cardinality(made) THEN
    RAISE EXCEPTION 'an import notes what it made itself' USING ERRCODE = 'insufficient_privilege';
  END IF;
END $$;

-- Erases all that an import of the current reader's made, and answers nothing; or answers the numbers of the rows of which
-- something was changed since, and erases nothing; or NULL where they may no longer change what it made. The second way past
-- the privileges that keep records and histories: it believes nobody, and asks the import, the reader, the time and each row anew.
CREATE OR REPLACE FUNCTION pam_undo_import(wanted uuid) RETURNS int[]
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE i imports_import; noted timestamptz; of_model text; ids bigint[]; changed int[] := '{}';
BEGIN
  SELECT * INTO i FROM imports_import x WHERE x.uuid = wanted AND x.state = 'undoing' AND pam_is_me(x.membership_id) FOR UPDATE;
  SELECT max(m.noted_at) INTO noted FROM imports_importmade m WHERE m.importing_id = i.id;
  IF i.id IS NULL OR noted IS NULL
     OR noted < now() - make_interval(hours => (pam_setting('imports.undo_hours', i.agency_id))::int) THEN
    RAISE EXCEPTION 'this import can no longer be undone' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM 1 FROM records_record r WHERE r.id IN (SELECT m.record FROM imports_importmade m WHERE m.importing_id = i.id)
    ORDER BY r.id FOR UPDATE;
  FOR of_model, ids IN
    SELECT m.model, array_agg(m."row") FROM imports_importmade m WHERE m.importing_id = i.id GROUP BY m.model
  LOOP
    IF (SELECT count(*) FROM pam_import_closed(of_model, ids)) > 0 THEN RETURN NULL; END IF;
    changed := changed || ARRAY(SELECT m.number FROM imports_importmade m WHERE m.importing_id = i.id AND m.model = of_model
      AND m."row" IN (SELECT pam_import_changed(of_model, ids, noted)));
  END LOOP;
  IF cardinality(changed) > 0 THEN RETURN changed; END IF;
  FOR of_model, ids IN
    SELECT m.model, array_agg(m."row") FROM imports_importmade m WHERE m.importing_id = i.id GROUP BY m.model
  LOOP
    PERFORM pam_import_erase(of_model, ids);
  END LOOP;
  DELETE FROM imports_importmade m WHERE m.importing_id = i.id;
  RETURN changed;
END $$;
