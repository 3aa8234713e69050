-- `records_record.readers` is an index of the truth (owner team, live grants), worked out again by the
-- database whenever the record, a grant, an agreement or a team's principal changes, no matter who writes.

CREATE OR REPLACE FUNCTION pam_record_readers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE owner int; granted int[]; lapse timestamptz;
BEGIN
  SELECT t.principal_id, t.agency_id INTO owner, NEW.agency_id FROM access_team t WHERE t.id = NEW.team_id;
  SELECT array_agg(g.group_id), min(CASE WHEN pam_grant_lives(g) THEN pam_grant_ends(g) ELSE '-infinity' END),
         string_agg(g.group_id || ':' || array_to_string(g.kinds, ','), ' ' ORDER BY g.group_id) FILTER (WHERE g.kinds IS NOT NULL)
    INTO granted, lapse, NEW.narrowed
    FROM access_grant g
   WHERE g.record_id = NEW.id AND g.level >= {{VIEW}} AND coalesce(pam_grant_ends(g) > statement_timestamp(), true);
  NEW.readers := ARRAY(SELECT DISTINCT p FROM unnest(ARRAY[owner] || coalesce(granted, '{}')) p ORDER BY p);
  NEW.lapses_at := lapse;
  IF NEW.search IS NULL OR TG_OP = 'INSERT' OR (OLD.reference, OLD.title, OLD.summary, OLD.identifiers, OLD.known_by)
     IS DISTINCT FROM (NEW.reference, NEW.title, NEW.summary, NEW.identifiers, NEW.known_by) THEN
    NEW.search := pam_prose(pam_fold(concat_ws(' ', NEW.reference, NEW.title, NEW.summary, NEW.known_by)))
               || array_to_tsvector(coalesce(NEW.identifiers, '{}')::text[]);
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_record_readers BEFORE INSERT OR UPDATE ON records_record
FOR EACH ROW EXECUTE FUNCTION pam_record_readers();

CREATE OR REPLACE FUNCTION pam_grants_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN PERFORM pam_touch_records(array_agg(DISTINCT record_id)) FROM fresh;
  ELSIF TG_OP = 'DELETE' THEN PERFORM pam_touch_records(array_agg(DISTINCT record_id)) FROM gone;
  ELSE PERFORM pam_touch_records(array_agg(DISTINCT record_id))
         FROM (SELECT record_id FROM fresh UNION SELECT record_id FROM gone) both_sides;
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_grants_inserted AFTER INSERT ON access_grant
REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION pam_grants_changed();
CREATE OR REPLACE TRIGGER pam_grants_updated AFTER UPDATE ON access_grant
REFERENCING NEW TABLE AS fresh OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION pam_grants_changed();
CREATE OR REPLACE TRIGGER pam_grants_deleted AFTER DELETE ON access_grant
REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION pam_grants_changed();

CREATE OR REPLACE FUNCTION pam_agreement_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM pam_touch_records(array_agg(DISTINCT record_id)) FROM access_grant WHERE agreement_id = NEW.id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_agreement_changed AFTER UPDATE OF starts_at, ends_at ON access_agreement
FOR EACH ROW EXECUTE FUNCTION pam_agreement_changed();

CREATE OR REPLACE FUNCTION pam_team_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM pam_touch_records(array_agg(id)) FROM records_record WHERE team_id = NEW.id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_team_changed AFTER UPDATE OF principal_id, agency_id ON access_team
FOR EACH ROW EXECUTE FUNCTION pam_team_changed();

-- A part that lists use carries its own readers, marking and lapse: the record's, narrowed to the agencies that it is for.
CREATE OR REPLACE FUNCTION pam_set_part_readers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE narrow text;
BEGIN
  SELECT pam_part_readers(r.readers, NEW.agencies), r.marking, r.lapses_at, r.narrowed
    INTO NEW.readers, NEW.marking, NEW.lapses_at, narrow FROM records_record r WHERE r.id = NEW.record_id;
  IF narrow IS NOT NULL THEN
    NEW.readers := pam_readers_of_kind(NEW.readers, NEW.record_id, TG_ARGV[0]);
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION pam_subject_search() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.search IS NULL OR TG_OP = 'INSERT' OR (OLD.name, OLD.role, OLD.details, OLD.identifiers)
     IS DISTINCT FROM (NEW.name, NEW.role, NEW.details, NEW.identifiers) THEN
    NEW.search := pam_name(pam_fold(NEW.name)) || pam_words(pam_fold(coalesce(NEW.role, '') || ' ' || coalesce(NEW.details, '')))
               || array_to_tsvector(coalesce(NEW.identifiers, '{}')::text[]);
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_subject_search BEFORE INSERT OR UPDATE ON records_subject
FOR EACH ROW EXECUTE FUNCTION pam_subject_search();

-- Completes the reference of a new record, which comes as "OCG-26-".
CREATE OR REPLACE FUNCTION pam_complete_reference() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE begun text := NEW.reference; tries int := 0;
BEGIN
  LOOP
    NEW.reference := begun || pam_random_code(pam_code_letters(tries));
    IF NOT EXISTS (SELECT 1 FROM records_record r WHERE r.reference = NEW.reference) THEN EXIT; END IF;
    tries := tries + 1;
  END LOOP;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_complete_reference BEFORE INSERT ON records_record
FOR EACH ROW WHEN (NEW.reference LIKE '%-') EXECUTE FUNCTION pam_complete_reference();

-- Gives a new row its code, once in the agency that a column of it names: TG_ARGV are the letter and that column.
CREATE OR REPLACE FUNCTION pam_set_code() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE agency bigint := (to_jsonb(NEW) ->> TG_ARGV[1])::bigint; tries int := 0; taken boolean;
BEGIN
  LOOP
    NEW.code := TG_ARGV[0] || '-' || pam_random_code(pam_code_letters(tries));
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE %I = $1 AND code = $2)', TG_TABLE_NAME, TG_ARGV[1])
      INTO taken USING agency, NEW.code;
    IF NOT taken THEN EXIT; END IF;
    tries := tries + 1;
  END LOOP;
  RETURN NEW;
END $$;

-- A part stays with its record and its author (see Gated.own): the triggers are made of the models.
CREATE OR REPLACE FUNCTION pam_keep_origin() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION 'a row of % stays with its record and its author', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

-- What the owning agency decides alone, whatever level others have (pam/records/owning.py).
CREATE OR REPLACE FUNCTION pam_owner_decides() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF OLD.agency_id IS DISTINCT FROM pam_agency() THEN
    RAISE EXCEPTION 'only the agency that owns a record decides this' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_owner_decides BEFORE UPDATE ON records_record FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}} AND (
  (OLD.team_id, OLD.marking, OLD.handling, OLD.retention_group_id, OLD.opened_at, OLD.closed_at, OLD.reference, OLD.kind)
  IS DISTINCT FROM
  (NEW.team_id, NEW.marking, NEW.handling, NEW.retention_group_id, NEW.opened_at, NEW.closed_at, NEW.reference, NEW.kind)))
EXECUTE FUNCTION pam_owner_decides();

-- The same for a step of a kind of record; its trigger says which.
CREATE OR REPLACE FUNCTION pam_owner_takes_step() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  PERFORM 1 FROM records_record r WHERE r.id = NEW.record_ptr_id AND r.agency_id = pam_agency();
  IF NOT FOUND THEN
    RAISE EXCEPTION 'only the agency that owns a record takes this step' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

-- The web role lets a new file wait for the virus scan or not, and says nothing else of it.
CREATE OR REPLACE TRIGGER pam_keep_scan_new BEFORE INSERT ON records_document FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}} AND NEW.scan NOT IN ('none', 'waiting')) EXECUTE FUNCTION pam_keep_scan();
CREATE OR REPLACE TRIGGER pam_keep_scan BEFORE UPDATE ON records_document FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}} AND NEW.scan IS DISTINCT FROM OLD.scan
      AND (NEW.file = OLD.file OR NEW.scan NOT IN ('none', 'waiting'))) EXECUTE FUNCTION pam_keep_scan();

-- Each document has a text and a preview, which jobs make (pam/records/texts.py, previews.py), for the same agencies.
CREATE OR REPLACE FUNCTION pam_document_to_read() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO records_documenttext (record_id, author_id, author_agency_id, agencies, created, updated, document_id, identifiers,
                                      {{OTHER_COLUMNS}})
      VALUES (NEW.record_id, NEW.author_id, NEW.author_agency_id, NEW.agencies, NEW.created, NEW.created, NEW.id, '{}',
              {{THEIR_DEFAULTS}});
    INSERT INTO records_documentpreview (record_id, author_id, author_agency_id, agencies, created, updated, document_id, own_marking,
                                         {{OTHER_COLUMNS}})
      VALUES (NEW.record_id, NEW.author_id, NEW.author_agency_id, NEW.agencies, NEW.created, NEW.created, NEW.id, NEW.own_marking,
              {{THEIR_DEFAULTS}});
  ELSE
    UPDATE records_documenttext SET agencies = NEW.agencies, search = NULL WHERE document_id = NEW.id;
    UPDATE records_documentpreview SET agencies = NEW.agencies, own_marking = NEW.own_marking WHERE document_id = NEW.id;
    IF NEW.own_marking IS DISTINCT FROM OLD.own_marking THEN
      UPDATE records_entry e SET own_marking = NEW.own_marking
       WHERE e.record_id = NEW.record_id AND e.kind = 'document' AND substring(e.title FROM ': (.*)$') IN (
         SELECT h.title FROM records_historicaldocument h WHERE h.id = NEW.id);
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_document_to_read AFTER INSERT ON records_document
FOR EACH ROW EXECUTE FUNCTION pam_document_to_read();
CREATE OR REPLACE TRIGGER pam_document_changed AFTER UPDATE ON records_document FOR EACH ROW
WHEN ((OLD.agencies, OLD.title, OLD.tags, OLD.own_marking) IS DISTINCT FROM
      (NEW.agencies, NEW.title, NEW.tags, NEW.own_marking)) EXECUTE FUNCTION pam_document_to_read();

-- The text of a document is marked as the document is, where that is higher than its record.
CREATE OR REPLACE FUNCTION pam_take_marking_of_document() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  NEW.marking := greatest(NEW.marking, (SELECT d.own_marking FROM records_document d WHERE d.id = NEW.document_id));
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_take_marking_of_document BEFORE INSERT OR UPDATE ON records_documenttext
FOR EACH ROW EXECUTE FUNCTION pam_take_marking_of_document();

-- A document is found by its title, and by what its file says; words in quotation marks side by side in the first 50,000 signs.
CREATE OR REPLACE FUNCTION pam_document_search() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE folded text; place int;
BEGIN
  IF NEW.search IS NULL OR (OLD.text, OLD.identifiers) IS DISTINCT FROM (NEW.text, NEW.identifiers) THEN
    folded := pam_fold((SELECT d.title || ' ' || array_to_string(d.tags, ' ') FROM records_document d WHERE d.id = NEW.document_id) || ' ' || NEW.text);
    NEW.search := pam_prose(folded) || array_to_tsvector(coalesce(NEW.identifiers, '{}')::text[]);
    FOR place IN SELECT generate_series(50001, length(folded), 50000) LOOP
      NEW.search := NEW.search || strip(pam_prose(substr(folded, place, 50000)));
    END LOOP;
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_document_search BEFORE INSERT OR UPDATE ON records_documenttext
FOR EACH ROW EXECUTE FUNCTION pam_document_search();

-- Where a record comes in its kind's list is worked out by the trigger of its kind: nobody's older copy sets it back.
CREATE OR REPLACE FUNCTION pam_keep_priority() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN NEW.priority := OLD.priority; RETURN NEW; END $$;
CREATE OR REPLACE TRIGGER pam_keep_priority BEFORE UPDATE OF priority ON records_record FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}} AND OLD.priority <> NEW.priority) EXECUTE FUNCTION pam_keep_priority();

-- A record is at a stage of a published map, no matter who writes.
CREATE OR REPLACE FUNCTION pam_stage_of_its_map() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM frameworks_frameworkversion v, jsonb_array_elements(v.body -> 'stages') s
    WHERE v.id = NEW.stage_version_id AND v.kind = 'stage-map' AND v.number IS NOT NULL AND s ->> 'code' = NEW.stage
     AND (v.agency_id IS NULL OR v.agency_id = NEW.agency_id);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'a record is at a stage of its map' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_stage_of_its_map BEFORE INSERT ON records_record
FOR EACH ROW WHEN (NEW.stage_version_id IS NOT NULL) EXECUTE FUNCTION pam_stage_of_its_map();
CREATE OR REPLACE TRIGGER pam_stage_moves_on_its_map BEFORE UPDATE ON records_record FOR EACH ROW
WHEN (NEW.stage_version_id IS NOT NULL
      AND (OLD.stage, OLD.stage_version_id) IS DISTINCT FROM (NEW.stage, NEW.stage_version_id))
EXECUTE FUNCTION pam_stage_of_its_map();

-- The stage of a record is changed by its moves (pam/stages), and by no save of the record.
CREATE OR REPLACE FUNCTION pam_keep_stage() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION 'the stage of a record is changed by a move' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE OR REPLACE TRIGGER pam_keep_stage BEFORE UPDATE ON records_record FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}} AND (OLD.stage, OLD.stage_version_id) IS DISTINCT FROM (NEW.stage, NEW.stage_version_id))
EXECUTE FUNCTION pam_keep_stage();
