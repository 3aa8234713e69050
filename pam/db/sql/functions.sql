-- Who is reading, as `pam/db/reading.py` set it for this transaction. Unset or empty answers NULL, and NULL sees nothing.
CREATE OR REPLACE FUNCTION pam_principals() RETURNS int[] LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('pam.principals', true), '')::int[] $$;

CREATE OR REPLACE FUNCTION pam_agency() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('pam.agency', true), '')::bigint $$;

CREATE OR REPLACE FUNCTION pam_clearance() RETURNS int LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('pam.clearance', true), '')::int $$;

CREATE OR REPLACE FUNCTION pam_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('pam.user', true), '')::bigint $$;

CREATE OR REPLACE FUNCTION pam_job() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('pam.job', true), '') $$;

-- How many rows the planner expects of a condition on a table: from its statistics, without looking at a row.
-- PostgreSQL wants no EXPLAIN in a function that calls itself stable.
CREATE OR REPLACE FUNCTION pam_expected(place text, condition text) RETURNS float8
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
DECLARE plan json;
BEGIN
  EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM %I WHERE %s', place, condition) INTO plan;
  RETURN (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8;
END $$;
