-- What it is found by: another name as names are, all else by its words; what was taken out by nothing.
CREATE OR REPLACE FUNCTION pam_particular_search() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF NEW.removed_at IS NOT NULL THEN
    NEW.search := '';
  ELSIF NEW.type IN ('alias', 'former_name') THEN
    NEW.search := pam_name(pam_fold(NEW.value)) || array_to_tsvector(coalesce(NEW.identifiers, '{}')::text[]);
  ELSE
    NEW.search := pam_words(pam_fold(NEW.value)) || array_to_tsvector(coalesce(NEW.identifiers, '{}')::text[]);
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_particular_search BEFORE INSERT OR UPDATE OF type, value, identifiers, removed_at, search
ON subjects_particular FOR EACH ROW EXECUTE FUNCTION pam_particular_search();

-- A row is merged into one of its record that stands for itself and that all may see who may see it.
CREATE OR REPLACE FUNCTION pam_merged_within() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM records_subject s WHERE s.id = NEW.merged_into_id AND s.id <> NEW.id AND s.record_id = NEW.record_id
    AND s.merged_into_id IS NULL AND {{within_s}};
  IF NOT FOUND THEN
    RAISE EXCEPTION 'it cannot be merged into that row' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_merged_within BEFORE INSERT OR UPDATE OF merged_into_id ON records_subject FOR EACH ROW
WHEN (NEW.merged_into_id IS NOT NULL) EXECUTE FUNCTION pam_merged_within();

-- It is marked as its record is, or higher. After pam_set_part_readers, which gives it the record's.
CREATE OR REPLACE FUNCTION pam_take_own_marking() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$ BEGIN NEW.marking := greatest(NEW.marking, NEW.own_marking); RETURN NEW; END $$;
CREATE OR REPLACE TRIGGER pam_take_own_marking BEFORE INSERT OR UPDATE ON subjects_particular
FOR EACH ROW EXECUTE FUNCTION pam_take_own_marking();

-- It is in its subject's record, and for no agency that its subject is not for: who may see it may see the subject.
CREATE OR REPLACE FUNCTION pam_particular_within() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  END IF;
  PERFORM 1 FROM records_subject s WHERE s.id = NEW.subject_id AND s.record_id = NEW.record_id
    AND {{within_s}};
  IF NOT FOUND THEN
    RAISE EXCEPTION 'it is for agencies that its subject is not for' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_particular_within BEFORE INSERT OR UPDATE OF subject_id, record_id, agencies
ON subjects_particular FOR EACH ROW EXECUTE FUNCTION pam_particular_within();
CREATE OR REPLACE TRIGGER pam_warning_within BEFORE INSERT OR UPDATE OF subject_id, record_id, agencies
ON subjects_warningmarker FOR EACH ROW EXECUTE FUNCTION pam_particular_within();

-- How a person can be reached is for exactly those that the person is for: who knows of them knows how it is safe.
CREATE OR REPLACE FUNCTION pam_safe_contact_within() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  END IF;
  PERFORM 1 FROM records_subject s WHERE s.id = NEW.subject_id AND s.record_id = NEW.record_id AND s.kind = 'person'
    AND s.agencies IS NOT DISTINCT FROM NEW.agencies;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'it is for the agencies that its person is for' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_safe_contact_within BEFORE INSERT OR UPDATE OF subject_id, record_id, agencies
ON subjects_safecontact FOR EACH ROW EXECUTE FUNCTION pam_safe_contact_within();

-- Both ends are people of its record, and it is for no agency that one of them is not for.
CREATE OR REPLACE FUNCTION pam_relation_within() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  END IF;
  IF (SELECT count(*) FROM records_subject s WHERE s.id IN (NEW.subject_id, NEW.other_id) AND s.record_id = NEW.record_id
        AND s.kind = 'person' AND {{within_s}}) < 2 THEN
    RAISE EXCEPTION 'it is for agencies that one of both people is not for' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_relation_within BEFORE INSERT OR UPDATE OF subject_id, other_id, record_id, agencies
ON subjects_relation FOR EACH ROW EXECUTE FUNCTION pam_relation_within();
