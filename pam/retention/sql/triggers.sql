-- Worked out at each save, so that nobody's older copy of the record can set it back. A record is in a retention group
-- of every agency, or of the agency that owns it.
CREATE OR REPLACE FUNCTION pam_retention_due() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM records_retentiongroup g
    WHERE g.id = NEW.retention_group_id AND g.agency_id IS NOT NULL AND g.agency_id IS DISTINCT FROM NEW.agency_id;
  IF FOUND THEN
    RAISE EXCEPTION 'the retention group belongs to another agency' USING ERRCODE = 'check_violation';
  END IF;
  NEW.retention_due := pam_due_of(NEW);
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_retention_due BEFORE INSERT OR UPDATE OF retention_group_id, team_id, opened_at, closed_at, retention_due
ON records_record
FOR EACH ROW EXECUTE FUNCTION pam_retention_due();

CREATE OR REPLACE FUNCTION pam_retention_reviewed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ BEGIN UPDATE records_record SET retention_due = retention_due WHERE id = NEW.record_id; RETURN NULL; END $$;
CREATE OR REPLACE TRIGGER pam_retention_reviewed AFTER INSERT ON retention_review
FOR EACH ROW EXECUTE FUNCTION pam_retention_reviewed();

-- A changed period reaches the records of its group at once, no matter who changes it; `pam.moved` says how many moved.
CREATE OR REPLACE FUNCTION pam_period_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE moved bigint;
BEGIN
  UPDATE records_record r SET retention_due = pam_due_of(r)
   WHERE r.retention_group_id = NEW.id AND r.retention_due IS DISTINCT FROM pam_due_of(r);
  GET DIAGNOSTICS moved = ROW_COUNT;
  PERFORM set_config('pam.moved', moved::text, true);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_period_changed AFTER UPDATE OF first_years, next_years ON records_retentiongroup FOR EACH ROW
WHEN ((OLD.first_years, OLD.next_years) IS DISTINCT FROM (NEW.first_years, NEW.next_years))
EXECUTE FUNCTION pam_period_changed();
