-- An order is on a subject of its record, for no agency that the subject is not for; who it is on stays.
CREATE OR REPLACE FUNCTION pam_order_within() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  END IF;
  IF TG_OP = 'UPDATE' AND pam_asked_by_web()
     AND (OLD.subject_id, OLD.record_id, OLD.agencies) IS DISTINCT FROM (NEW.subject_id, NEW.record_id, NEW.agencies) THEN
    RAISE EXCEPTION 'an order stays on the same subject, for the same agencies' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM records_subject s WHERE s.id = NEW.subject_id AND s.record_id = NEW.record_id
    AND {{within_s}};
  IF NOT FOUND THEN
    RAISE EXCEPTION 'it is for agencies that its subject is not for' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_order_within BEFORE INSERT OR UPDATE OF subject_id, record_id, agencies
ON orders_order FOR EACH ROW EXECUTE FUNCTION pam_order_within();

-- A discharge stays. No matter who writes.
CREATE OR REPLACE FUNCTION pam_order_stays_discharged() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
  IF (NEW.discharged_on, NEW.discharge_reason, NEW."end", NEW.start, NEW.requirements, NEW.kind_id)
     IS DISTINCT FROM (OLD.discharged_on, OLD.discharge_reason, OLD."end", OLD.start, OLD.requirements, OLD.kind_id) THEN
    RAISE EXCEPTION 'a discharged order stays as it was' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_order_stays_discharged BEFORE UPDATE ON orders_order FOR EACH ROW
WHEN (OLD.discharged_on IS NOT NULL) EXECUTE FUNCTION pam_order_stays_discharged();

-- What happened to an order is its order's, for the same agencies, and written once; of a breach the outcome comes later.
CREATE OR REPLACE FUNCTION pam_order_event_stays() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.record_id <> NEW.record_id AND pam_merges(OLD.record_id, NEW.record_id) THEN RETURN NEW; END IF;
  END IF;
  IF TG_OP = 'INSERT' THEN
    PERFORM 1 FROM orders_order o WHERE o.id = NEW.order_id AND o.record_id = NEW.record_id
      AND o.agencies IS NOT DISTINCT FROM NEW.agencies;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'it is of an order, for the same agencies' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.type, OLD."on", OLD."by", OLD.text, OLD.reference, OLD.end_before, OLD.end_after)
      IS DISTINCT FROM (NEW.type, NEW."on", NEW."by", NEW.text, NEW.reference, NEW.end_before, NEW.end_after)
     OR pam_asked_by_web() AND (OLD.order_id, OLD.record_id, OLD.agencies)
      IS DISTINCT FROM (NEW.order_id, NEW.record_id, NEW.agencies) THEN
    RAISE EXCEPTION 'what happened to an order is written once' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_order_event_stays BEFORE INSERT OR UPDATE ON orders_orderevent
FOR EACH ROW EXECUTE FUNCTION pam_order_event_stays();
