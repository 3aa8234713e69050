-- The stage that a record at `code` is at in a map: the one of this code, else the one that took its place, else the first.
-- As pam/frameworks/stage_maps.py stage_of says.
CREATE OR REPLACE FUNCTION pam_stage_in(body jsonb, code text) RETURNS text LANGUAGE sql IMMUTABLE
AS $$
  SELECT coalesce(
    (SELECT s ->> 'code' FROM jsonb_array_elements(body -> 'stages') s WHERE s ->> 'code' = code LIMIT 1),
    (SELECT s ->> 'code' FROM jsonb_array_elements(body -> 'stages') WITH ORDINALITY x(s, n) WHERE s -> 'instead-of' ? code ORDER BY n LIMIT 1),
    (SELECT s ->> 'code' FROM jsonb_array_elements(body -> 'stages') s WHERE s ->> 'code' = body ->> 'start' LIMIT 1),
    body -> 'stages' -> 0 ->> 'code')
$$;

-- Whether the current reader has one of the roles that a map names (a list of codes), or is named so on the record.
CREATE OR REPLACE FUNCTION pam_holds_on(record bigint, codes jsonb) RETURNS boolean
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE wanted text[] := ARRAY(SELECT jsonb_array_elements_text(codes));
BEGIN
  RETURN pam_has_role(wanted) OR pam_named_on(record, wanted);
END $$;

-- What waits for the membership `me` in this room (see pam_waiting, which calls it for the current reader): moves that people
-- of their agency asked for and that they may approve.
CREATE OR REPLACE FUNCTION pam_waiting_in_stages(me bigint, most int)
RETURNS TABLE (kind text, id bigint, urgency int, due date, since timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
BEGIN
  IF NOT pam_is_me(me) THEN RETURN; END IF;
  RETURN QUERY
    SELECT 'move', own.id, 3, NULL::date, own.created
      FROM (SELECT m.id, m.record_id, m.created, m.framework_version_id, m.move FROM stages_move m
             WHERE m.author_agency_id = pam_agency() AND m.state = 'asked' AND m.author_id <> me OFFSET 0) own
      JOIN frameworks_frameworkversion v ON v.id = own.framework_version_id
     WHERE pam_level(own.record_id) >= {{MANAGE}} AND pam_holds_on(own.record_id, (
             SELECT x -> 'approved-by' FROM jsonb_array_elements(v.body -> 'moves') x WHERE x ->> 'code' = own.move LIMIT 1))
     ORDER BY own.id LIMIT most;
END $$;
REVOKE EXECUTE ON FUNCTION pam_waiting_in_stages(bigint, int) FROM PUBLIC;
