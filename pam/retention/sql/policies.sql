-- Retention: who sees and writes reviews and legal holds, and when the next review of a record is due.

-- Whether the current reader is one of the owning agency's people who can open the record (`level` 2) or manage it (4).
CREATE OR REPLACE FUNCTION pam_keeps(record bigint, enough int) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT EXISTS (SELECT 1 FROM records_record r WHERE r.id = record AND r.agency_id = pam_agency())
     AND CASE WHEN enough >= 4 THEN pam_level(record) >= 4 ELSE pam_sees(record) END
$$;

DROP POLICY IF EXISTS pam_reader ON retention_review;
CREATE POLICY pam_reader ON retention_review FOR SELECT TO pam_web USING (pam_keeps(record_id, 2));
DROP POLICY IF EXISTS pam_giver ON retention_review;
CREATE POLICY pam_giver ON retention_review FOR INSERT TO pam_web
  WITH CHECK (pam_keeps(record_id, 4) AND pam_is_me(reviewer_id));

DROP POLICY IF EXISTS pam_reader ON retention_hold;
CREATE POLICY pam_reader ON retention_hold FOR SELECT TO pam_web USING (pam_keeps(record_id, 2));
DROP POLICY IF EXISTS pam_giver ON retention_hold;
CREATE POLICY pam_giver ON retention_hold FOR INSERT TO pam_web
  WITH CHECK (pam_keeps(record_id, 4) AND pam_is_me(put_by_id) AND lifted_at IS NULL);
DROP POLICY IF EXISTS pam_lifter ON retention_hold;
CREATE POLICY pam_lifter ON retention_hold FOR UPDATE TO pam_web
  USING (lifted_at IS NULL AND pam_keeps(record_id, 4))
  WITH CHECK (lifted_at IS NOT NULL AND pam_is_me(lifted_by_id) AND pam_keeps(record_id, 4));

-- When the next retention review of a record is due: as its newest review said, or, while its group is another one
-- by now, the group's years after that review; before any review the group's first years after it was closed, or
-- opened. Worked out at each save, so that nobody's older copy of the record can set it back.
CREATE OR REPLACE FUNCTION pam_retention_due() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE last retention_review; years int;
BEGIN
  SELECT * INTO last FROM retention_review v WHERE v.record_id = NEW.id ORDER BY v.id DESC LIMIT 1;
  IF last."group" = NEW.retention THEN
    NEW.retention_due := last.next_review;
    RETURN NEW;
  END IF;
  SELECT t.score INTO years FROM frameworks_term t
   WHERE t.listing = CASE WHEN last.id IS NULL THEN 'retention.first' ELSE 'retention.group' END
     AND t.code = NEW.retention::text;
  NEW.retention_due := (coalesce(last.reviewed_at, NEW.closed_at, NEW.created) AT TIME ZONE 'Europe/London')::date
    + make_interval(years => coalesce(years, 10));
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_retention_due BEFORE INSERT OR UPDATE OF retention, closed_at, retention_due ON records_record
FOR EACH ROW EXECUTE FUNCTION pam_retention_due();

CREATE OR REPLACE FUNCTION pam_retention_reviewed() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ BEGIN UPDATE records_record SET retention_due = retention_due WHERE id = NEW.record_id; RETURN NULL; END $$;
CREATE OR REPLACE TRIGGER pam_retention_reviewed AFTER INSERT ON retention_review
FOR EACH ROW EXECUTE FUNCTION pam_retention_reviewed();
