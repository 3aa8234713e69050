-- Erases the records of a training agency, for the reset that asks for it; answers how many. It believes nobody: the reset
-- must wait, its agency be for training and be the one that the current reader acts for, who asked for it and has the role.
-- `of_kinds` is the order of the kinds of record: what speaks of others goes before them.
CREATE OR REPLACE FUNCTION pam_reset_training(reset uuid, of_kinds text[]) RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE q training_trainingreset; r records_record; new_certificate_id bigint; gone int := 0;
BEGIN
  SELECT t.* INTO q FROM training_trainingreset t JOIN access_agency a ON a.id = t.agency_id AND a.training
   WHERE t.uuid = reset AND t.done_at IS NULL AND t.agency_id = pam_agency() AND pam_is_me(t.asked_by_id) FOR UPDATE OF t;
  IF q.id IS NULL OR NOT pam_has_role('{administrator,supervisor}'::text[]) THEN
    RAISE EXCEPTION 'no reset of this agency waits' USING ERRCODE = 'insufficient_privilege';
  END IF;
  FOR r IN SELECT * FROM records_record x WHERE x.agency_id = q.agency_id
            ORDER BY array_position(of_kinds, x.kind::text), x.id DESC FOR UPDATE LOOP
    INSERT INTO retention_certificate (reference, kind, agency_id, opened_on, closed_on, "group", ground,
        proposed_by_id, proposed_at, approved_by_id, disposed_at, counts, {{OTHER_COLUMNS}})
      SELECT r.reference, r.kind, r.agency_id, (r.opened_at AT TIME ZONE 'Europe/London')::date,
        (r.closed_at AT TIME ZONE 'Europe/London')::date,
        coalesce((SELECT g.label FROM records_retentiongroup g WHERE g.id = r.retention_group_id), ''), 'Training was reset',
        q.asked_by_id, q.asked_at, q.asked_by_id, clock_timestamp(), pam_erasable_rows(r.id), {{THEIR_DEFAULTS}}
      RETURNING id INTO new_certificate_id;
    PERFORM pam_erase_record(r.id, new_certificate_id);
    gone := gone + 1;
  END LOOP;
  RETURN gone;
END $$;
