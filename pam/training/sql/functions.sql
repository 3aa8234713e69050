-- Erases the records of a training agency, for the reset that asks for it; answers how many. It believes nobody: the reset
-- must wait, its agency be for training and be the one that the current reader acts for, who asked for it and has the role.
-- Records that must be let go first by another one of the agency (PAM01) go in a later round.
CREATE OR REPLACE FUNCTION pam_reset_training(reset uuid) RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE q training_trainingreset; r records_record; new_certificate_id bigint; gone int := 0; before int;
BEGIN
  SELECT t.* INTO q FROM training_trainingreset t JOIN access_agency a ON a.id = t.agency_id AND a.training
   WHERE t.uuid = reset AND t.done_at IS NULL AND t.agency_id = pam_agency() AND pam_is_me(t.asked_by_id) FOR UPDATE OF t;
  IF q.id IS NULL OR NOT pam_has_role('{administrator,supervisor}'::text[]) THEN
    RAISE EXCEPTION 'no reset of this agency waits' USING ERRCODE = 'insufficient_privilege';
  END IF;
  LOOP
    before := gone;
    FOR r IN SELECT * FROM records_record x WHERE x.agency_id = q.agency_id ORDER BY x.id DESC FOR UPDATE LOOP
      BEGIN
        INSERT INTO retention_certificate (uuid, reference, kind, agency_id, opened_on, closed_on, "group", ground,
            proposed_by_id, proposed_at, approved_by_id, disposed_at, counts)
          SELECT gen_random_uuid(), r.reference, r.kind, r.agency_id, (r.opened_at AT TIME ZONE 'Europe/London')::date,
            (r.closed_at AT TIME ZONE 'Europe/London')::date, coalesce((SELECT g.label FROM records_retentiongroup g
            WHERE g.id = r.retention_group_id), ''), 'Training was reset', q.asked_by_id, q.asked_at, q.asked_by_id,
            clock_timestamp(), pam_erasable_rows(r.id) RETURNING id INTO new_certificate_id;
        PERFORM pam_erase_record(r.id, new_certificate_id);
        gone := gone + 1;
      EXCEPTION WHEN SQLSTATE 'PAM01' THEN NULL;
      END;
    END LOOP;
    EXIT WHEN gone = before;
  END LOOP;
  IF EXISTS (SELECT 1 FROM records_record x WHERE x.agency_id = q.agency_id) THEN
    RAISE EXCEPTION 'a record could not be erased' USING ERRCODE = 'check_violation';
  END IF;
  RETURN gone;
END $$;
