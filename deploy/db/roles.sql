-- Runs once, as the database container's superuser, when its data folder is new. Four roles:
-- pam_owner owns the database and migrates it, and no process that stays connects as it; pam_web (web and worker) and
-- pam_system (system and mail worker) own nothing and may do only what the application grants them after each migration. pam_keeper, which
-- nobody connects as, owns what is written once: the access log, its seals, the histories. pam_owner steps up to it to migrate.
\set ON_ERROR_STOP on
\getenv owner_password PAM_OWNER_PASSWORD
\getenv web_password PAM_WEB_PASSWORD
\getenv system_password PAM_SYSTEM_PASSWORD

CREATE ROLE pam_owner LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'owner_password';
CREATE ROLE pam_web LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'web_password';
CREATE ROLE pam_system LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS PASSWORD :'system_password';
CREATE ROLE pam_keeper NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
-- Who may step to another role, and gains nothing by it otherwise.
GRANT pam_web, pam_system, pam_keeper TO pam_owner WITH INHERIT FALSE, SET TRUE;
GRANT pam_web TO pam_system WITH INHERIT FALSE, SET TRUE;

-- The owner's functions keep there who is reading, where the web role can't change it (docs/row-security.md).
GRANT SET ON PARAMETER backtrace_functions TO pam_owner;

CREATE DATABASE pam OWNER pam_owner;
REVOKE CONNECT ON DATABASE pam FROM PUBLIC;
GRANT CONNECT ON DATABASE pam TO pam_web, pam_system;

\connect pam
-- Full text uses its index under row security only if its operator is marked leak-proof, which only a
-- superuser may do. The function raises no error that depends on the row.
ALTER FUNCTION ts_match_vq(tsvector, tsquery) LEAKPROOF;
