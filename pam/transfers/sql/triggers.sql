-- What was proposed stays as it was proposed, and an answer stays. No matter who writes.
CREATE OR REPLACE FUNCTION pam_transfer_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
DECLARE free text[] := '{state,answered_by_id,answered_at,answer,moved_at}';
BEGIN
  IF to_jsonb(OLD) - free <> to_jsonb(NEW) - free
     OR OLD.state <> 'waiting' AND to_jsonb(OLD) - '{moved_at}'::text[] <> to_jsonb(NEW) - '{moved_at}'::text[]
     OR OLD.moved_at IS NOT NULL AND OLD.moved_at IS DISTINCT FROM NEW.moved_at THEN
    RAISE EXCEPTION 'a transfer stays as it was proposed and answered' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_transfer_stays BEFORE UPDATE ON transfers_transfer
FOR EACH ROW EXECUTE FUNCTION pam_transfer_stays();

-- An answer reaches the giver's record, which the receiver does not see: a line for its agency alone and, where another agency
-- accepted, the receipt. What was packed is gone unless it was accepted.
CREATE OR REPLACE FUNCTION pam_transfer_answered() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE line records_entry; receiver text; who text; said text;
BEGIN
  IF NEW.state = 'accepted' AND NEW.to_agency_id <> NEW.record_agency_id AND NOT pam_transfer_stands(NEW.id) THEN
    RAISE EXCEPTION 'what was proposed may not go any longer' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> 'accepted' THEN DELETE FROM transfers_transferpackage WHERE transfer_id = NEW.id; END IF;
  IF NEW.state NOT IN ('accepted', 'declined') OR NEW.state = 'accepted' AND NEW.to_agency_id = NEW.record_agency_id THEN RETURN NULL; END IF;
  SELECT t.name || ', ' || a.name INTO receiver FROM access_team t JOIN access_agency a ON a.id = t.agency_id WHERE t.id = NEW.to_team_id;
  SELECT u.name INTO who FROM access_membership m JOIN access_user u ON u.id = m.user_id WHERE m.id = NEW.answered_by_id;
  said := CASE NEW.state WHEN 'declined' THEN 'Declined by ' || who || '.'
    ELSE 'Accepted by ' || who || '. They have a copy of what was chosen; this record stays as it is until it is closed.' END;
  INSERT INTO records_entry (record_id, author_id, author_agency_id, agencies, kind, title, text, {{OTHER_COLUMNS}})
    VALUES (NEW.record_id, NEW.proposed_by_id, NEW.record_agency_id, ARRAY[NEW.record_agency_id], 'transfer',
      left(CASE NEW.state WHEN 'declined' THEN 'Transfer declined by ' ELSE 'Transferred to ' END || receiver, 200),
      concat_ws(E'\n', said, nullif(NEW.answer, '')), {{THEIR_DEFAULTS}})
    RETURNING * INTO line;
  PERFORM pam_keep_records_entry(line, '+', 'Transfer answered');
  IF NEW.state = 'accepted' THEN
    INSERT INTO disclosure_receipt (record_number, reference, record_kind, record_agency_id, principal_id, level, lawful_basis_id,
        agreement_id, kinds, given_by_id, given_at, {{OTHER_COLUMNS}})
      SELECT NEW.record_id, NEW.reference, NEW.record_kind, NEW.record_agency_id, t.principal_id, {{VIEW}}, NEW.basis_id,
             NEW.agreement_id, NEW.kinds, NEW.proposed_by_id, clock_timestamp(), {{THEIR_DEFAULTS}}
        FROM access_team t WHERE t.id = NEW.to_team_id;
  END IF;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_transfer_answered AFTER UPDATE OF state ON transfers_transfer FOR EACH ROW
WHEN (OLD.state = 'waiting' AND NEW.state <> 'waiting') EXECUTE FUNCTION pam_transfer_answered();

-- Where a record came from is written once. A merge moves it with its record.
CREATE OR REPLACE FUNCTION pam_carried_over_stays() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
DECLARE free text[] := '{record_id,version,updated}';
BEGIN
  IF to_jsonb(OLD) - free <> to_jsonb(NEW) - free OR OLD.record_id <> NEW.record_id AND NOT pam_merges(OLD.record_id, NEW.record_id) THEN
    RAISE EXCEPTION 'where a record came from stays' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_carried_over_stays BEFORE UPDATE ON transfers_carriedover
FOR EACH ROW EXECUTE FUNCTION pam_carried_over_stays();
