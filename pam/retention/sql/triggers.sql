-- Worked out at each save, so that nobody's older copy of the record can set it back.
CREATE OR REPLACE FUNCTION pam_retention_due() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ BEGIN NEW.retention_due := pam_due_of(NEW); RETURN NEW; END $$;
CREATE OR REPLACE TRIGGER pam_retention_due BEFORE INSERT OR UPDATE OF retention, opened_at, closed_at, retention_due ON records_record
FOR EACH ROW EXECUTE FUNCTION pam_retention_due();

CREATE OR REPLACE FUNCTION pam_retention_reviewed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ BEGIN UPDATE records_record SET retention_due = retention_due WHERE id = NEW.record_id; RETURN NULL; END $$;
CREATE OR REPLACE TRIGGER pam_retention_reviewed AFTER INSERT ON retention_review
FOR EACH ROW EXECUTE FUNCTION pam_retention_reviewed();

-- A changed period reaches the records of its group at once, whoever changes it; `pam.moved` says how many moved.
CREATE OR REPLACE FUNCTION pam_period_changed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE moved bigint;
BEGIN
  UPDATE records_record r SET retention_due = pam_due_of(r)
   WHERE r.retention::text = NEW.code AND r.retention_due IS DISTINCT FROM pam_due_of(r);
  GET DIAGNOSTICS moved = ROW_COUNT;
  PERFORM set_config('pam.moved', moved::text, true);
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_period_changed AFTER UPDATE OF score ON reference_referencevalue FOR EACH ROW
WHEN (NEW.listing IN ('retention.first', 'retention.group') AND OLD.score IS DISTINCT FROM NEW.score)
EXECUTE FUNCTION pam_period_changed();
