-- Whether the current reader writes the methods of this agency: their own, with the role of an author.
CREATE OR REPLACE FUNCTION pam_writes_frameworks(of_agency bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $$
BEGIN
  RETURN coalesce(of_agency = pam_agency() AND pam_has_role('{framework_author}'::text[]), false);
END $$;

-- Whether a version of a framework of another agency is one that a row which the current reader sees was made with.
-- Asks as the reader, so that the policies of those rows decide (pam_framework_version_used() is written out from the
-- models: pam/frameworks/uses.py).
CREATE OR REPLACE FUNCTION pam_framework_used(framework bigint) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM frameworks_frameworkversion v
    WHERE v.framework_id = framework AND v.number IS NOT NULL AND pam_framework_version_used(v.id);
  RETURN FOUND;
END $$;
