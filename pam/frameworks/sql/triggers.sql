-- A framework stays of its kind, its code and its agency; one that was published stays.
CREATE OR REPLACE FUNCTION pam_framework_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.published THEN
      RAISE EXCEPTION 'a published framework can''t be deleted' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF (OLD.uuid, OLD.kind, OLD.code, OLD.agency_id, OLD.copied_from_id)
     IS DISTINCT FROM (NEW.uuid, NEW.kind, NEW.code, NEW.agency_id, NEW.copied_from_id)
     OR (OLD.published AND NOT NEW.published) THEN
    RAISE EXCEPTION 'a framework keeps its kind, its code and its agency' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM frameworks_frameworkversion v
    WHERE v.id = NEW.current_id AND (v.framework_id <> NEW.id OR v.number IS NULL OR v.retired_at IS NOT NULL);
  IF FOUND THEN
    RAISE EXCEPTION 'only a published version of this framework is in use' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_framework_stays BEFORE UPDATE OR DELETE ON frameworks_framework
FOR EACH ROW EXECUTE FUNCTION pam_framework_stays();

-- A published version never changes, no matter who writes: it is only retired. It is published in its publisher's name,
-- with the next number, and where the agency wants a second person not by who last changed it.
CREATE OR REPLACE FUNCTION pam_framework_version_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE last_number int; second_person boolean;
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.number IS NOT NULL THEN
      RAISE EXCEPTION 'a published version can''t be deleted' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF TG_OP = 'INSERT' THEN
    PERFORM 1 FROM frameworks_framework f WHERE f.id = NEW.framework_id
       AND (f.kind, f.code) = (NEW.kind, NEW.code) AND f.agency_id IS NOT DISTINCT FROM NEW.agency_id;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'a version has the kind, code and agency of its framework' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.uuid, OLD.framework_id, OLD.kind, OLD.code, OLD.agency_id)
     IS DISTINCT FROM (NEW.uuid, NEW.framework_id, NEW.kind, NEW.code, NEW.agency_id) THEN
    RAISE EXCEPTION 'a version stays with its framework' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.number IS NOT NULL THEN
    IF (OLD.number, OLD.body, OLD.note, OLD.changed_by_id, OLD.changed_at, OLD.published_at, OLD.published_by_id)
       IS DISTINCT FROM
       (NEW.number, NEW.body, NEW.note, NEW.changed_by_id, NEW.changed_at, NEW.published_at, NEW.published_by_id) THEN
      RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.number IS NOT NULL THEN
    SELECT max(v.number) INTO last_number FROM frameworks_frameworkversion v WHERE v.framework_id = NEW.framework_id;
    IF NEW.number <> coalesce(last_number, 0) + 1 THEN
      RAISE EXCEPTION 'a version is published with the next number' USING ERRCODE = 'check_violation';
    END IF;
    IF pam_asked_by_web() THEN
      second_person := (pam_setting('frameworks.second_person', NEW.agency_id) = 'true'::jsonb);
      IF NEW.body IS DISTINCT FROM OLD.body OR NEW.changed_by_id IS DISTINCT FROM OLD.changed_by_id
         OR NOT pam_is_me(NEW.published_by_id) OR (second_person AND NEW.changed_by_id = NEW.published_by_id) THEN
        RAISE EXCEPTION 'a version is published as it was, in one''s own name' USING ERRCODE = 'insufficient_privilege';
      END IF;
    END IF;
  ELSIF pam_asked_by_web() AND NEW.body IS DISTINCT FROM OLD.body AND NOT pam_is_me(NEW.changed_by_id) THEN
    RAISE EXCEPTION 'a draft is changed in one''s own name' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_framework_version_stays BEFORE INSERT OR UPDATE OR DELETE ON frameworks_frameworkversion
FOR EACH ROW EXECUTE FUNCTION pam_framework_version_stays();
