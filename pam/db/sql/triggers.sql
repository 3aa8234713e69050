-- Whether a file is clean is for the scanner's job to say (pam/records/scanning.py), which connects as the jobs' role.
CREATE OR REPLACE FUNCTION pam_keep_scan() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION 'only the virus scanner says whether a file is clean' USING ERRCODE = 'insufficient_privilege';
END $$;
