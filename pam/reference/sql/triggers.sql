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
