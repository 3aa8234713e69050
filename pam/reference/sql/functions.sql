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
