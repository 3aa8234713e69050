-- Whether a file is clean is for the scanner's job to say (pam/records/scanning.py), which connects as the jobs' role.
CREATE OR REPLACE FUNCTION pam_keep_scan() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  RAISE EXCEPTION 'only the virus scanner says whether a file is clean' USING ERRCODE = 'insufficient_privilege';
END $$;

-- A history is written once. It goes with its record alone, by pam_erase_history(), which is the keeper's (pam/db/keeper.py).
CREATE OR REPLACE FUNCTION pam_history_stays() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF current_user <> {{KEEPER_ROLE}} THEN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NULL;
END $$;
ALTER FUNCTION pam_history_stays() OWNER TO pam_keeper;
