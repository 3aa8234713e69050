-- A setting's value is one that its declaration allows, no matter who writes; key and agency never change.
CREATE OR REPLACE FUNCTION pam_setting_fits() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE kind text; lowest bigint; highest bigint; may_be_empty boolean; of_agencies boolean; choices text[]; fits boolean;
BEGIN
  IF TG_OP = 'UPDATE' AND (OLD.key, OLD.agency_id) IS DISTINCT FROM (NEW.key, NEW.agency_id) THEN
    RAISE EXCEPTION 'a setting keeps its key and its agency' USING ERRCODE = 'check_violation';
  END IF;
  SELECT d.kind, d.min_value, d.max_value, d.may_be_empty, d.of_agencies, d.choices
    INTO kind, lowest, highest, may_be_empty, of_agencies, choices FROM pam_declared_settings() d WHERE d.key = NEW.key;
  IF NOT FOUND THEN RAISE EXCEPTION 'no setting is called %', NEW.key USING ERRCODE = 'check_violation'; END IF;
  IF NEW.agency_id IS NOT NULL AND NOT of_agencies THEN
    RAISE EXCEPTION '% has one value for every agency', NEW.key USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.value IS NULL OR NEW.value = 'null'::jsonb THEN
    fits := may_be_empty;
  ELSIF kind = 'number' THEN
    fits := jsonb_typeof(NEW.value) = 'number' AND (NEW.value #>> '{}') ~ '^[0-9]+$'
      AND (NEW.value #>> '{}')::numeric BETWEEN lowest AND highest;
  ELSIF kind = 'yesno' THEN
    fits := jsonb_typeof(NEW.value) = 'boolean';
  ELSIF kind = 'text' THEN
    fits := jsonb_typeof(NEW.value) = 'string' AND length(NEW.value #>> '{}') <= highest;
  ELSE
    fits := jsonb_typeof(NEW.value) = 'string' AND coalesce((NEW.value #>> '{}') = ANY (choices), true);
  END IF;
  IF NOT fits THEN
    RAISE EXCEPTION '% can''t be %', NEW.key, NEW.value USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_setting_fits BEFORE INSERT OR UPDATE ON reference_setting
FOR EACH ROW EXECUTE FUNCTION pam_setting_fits();

-- What is asked for fits too, so that it can be accepted.
CREATE OR REPLACE TRIGGER pam_setting_fits BEFORE INSERT ON reference_settingrequest
FOR EACH ROW WHEN (NOT NEW.reset) EXECUTE FUNCTION pam_setting_fits();

-- A setting that needs a second person is not loosened by the web role's own hand: pam_decide_setting_request() does it.
CREATE OR REPLACE FUNCTION pam_setting_is_asked() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE looser boolean;
BEGIN
  IF TG_OP = 'DELETE' THEN
    looser := pam_loosens(OLD.key, OLD.value, pam_setting(OLD.key, NULL));
  ELSIF TG_OP = 'UPDATE' THEN
    looser := pam_loosens(OLD.key, OLD.value, NEW.value);
  ELSE
    looser := pam_loosens(NEW.key, pam_setting(NEW.key, NULL), NEW.value);
  END IF;
  IF looser THEN
    RAISE EXCEPTION 'a second person accepts that this setting is loosened' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE OR REPLACE TRIGGER pam_setting_is_asked BEFORE INSERT OR UPDATE OR DELETE ON reference_setting
FOR EACH ROW WHEN (current_user = {{WEB_ROLE}}) EXECUTE FUNCTION pam_setting_is_asked();

-- A foreign key to one list holds no value of another: TG_ARGV are columns and their lists in turn.
CREATE OR REPLACE FUNCTION pam_reference_lists() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE place int := 0; chosen bigint;
BEGIN
  WHILE place < TG_NARGS LOOP
    chosen := (to_jsonb(NEW) ->> TG_ARGV[place])::bigint;
    PERFORM 1 FROM reference_referencevalue v WHERE v.id = chosen AND v.listing <> TG_ARGV[place + 1];
    IF FOUND THEN
      RAISE EXCEPTION '% takes no value of another list', TG_ARGV[place] USING ERRCODE = 'check_violation';
    END IF;
    place := place + 2;
  END LOOP;
  RETURN NEW;
END $$;

-- An array of values of one list holds none of another, and none twice: TG_ARGV as above.
CREATE OR REPLACE FUNCTION pam_reference_arrays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE place int := 0; chosen bigint[]; there int;
BEGIN
  WHILE place < TG_NARGS LOOP
    chosen := ARRAY(SELECT jsonb_array_elements_text(to_jsonb(NEW) -> TG_ARGV[place])::bigint);
    SELECT count(*) INTO there FROM reference_referencevalue v WHERE v.id = ANY (chosen) AND v.listing = TG_ARGV[place + 1];
    IF there <> cardinality(chosen) THEN
      RAISE EXCEPTION '% takes values of its list, each once', TG_ARGV[place] USING ERRCODE = 'check_violation';
    END IF;
    place := place + 2;
  END LOOP;
  RETURN NEW;
END $$;

-- A value stays in its list and keeps its code; one that the code names stays as it is, also for the owner.
CREATE OR REPLACE FUNCTION pam_reference_value_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.protected THEN
      RAISE EXCEPTION 'the code names this value: it can''t be deleted' USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF (OLD.listing, OLD.code, OLD.agency_id) IS DISTINCT FROM (NEW.listing, NEW.code, NEW.agency_id) THEN
    RAISE EXCEPTION 'a value keeps its list, its code and its agency' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.protected AND (NEW.retired OR NOT NEW.protected) THEN
    RAISE EXCEPTION 'the code names this value: it can''t be retired' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_reference_value_stays BEFORE UPDATE OR DELETE ON reference_referencevalue
FOR EACH ROW EXECUTE FUNCTION pam_reference_value_stays();
