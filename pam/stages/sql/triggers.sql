-- A move is one of the record's own map, from the stage that it is at, by who may make it; one that is approved is asked for
-- first, and decided by a second person of the agency that owns the record. What became of it never changes.
CREATE OR REPLACE FUNCTION pam_move_holds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  web boolean := pam_asked_by_web(); own bigint; at_stage text; on_map bigint; map jsonb; step jsonb; approved boolean; ends boolean;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.state <> 'asked' OR NEW.state NOT IN ('made', 'refused', 'withdrawn')
       OR (OLD.framework_version_id, OLD.move, OLD.label, OLD.from_code, OLD.from_label, OLD.to_code, OLD.to_label, OLD."on", OLD.reason, OLD.basis)
       IS DISTINCT FROM
          (NEW.framework_version_id, NEW.move, NEW.label, NEW.from_code, NEW.from_label, NEW.to_code, NEW.to_label, NEW."on", NEW.reason, NEW.basis) THEN
      RAISE EXCEPTION 'what became of a move never changes' USING ERRCODE = 'check_violation';
    END IF;
    IF web AND NOT pam_is_me(NEW.decided_by_id) THEN
      RAISE EXCEPTION 'a move is decided in one''s own name' USING ERRCODE = 'insufficient_privilege';
    END IF;
  END IF;
  IF web AND pam_level(NEW.record_id) < {{MANAGE}} THEN
    RAISE EXCEPTION 'who manages a record moves it' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.state IN ('refused', 'withdrawn') AND TG_OP = 'INSERT' THEN
    RAISE EXCEPTION 'a move is made or asked for' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state = 'withdrawn' THEN RETURN NEW; END IF;
  SELECT r.agency_id, r.stage, r.stage_version_id INTO own, at_stage, on_map FROM records_record r WHERE r.id = NEW.record_id FOR UPDATE;
  SELECT v.body INTO map FROM frameworks_frameworkversion v
    WHERE v.id = NEW.framework_version_id AND v.kind = 'stage-map' AND v.number IS NOT NULL;
  IF NEW.move = '' THEN
    IF TG_OP = 'UPDATE' OR NEW.state <> 'made' OR map IS NULL OR NEW.from_code <> at_stage
       OR NEW.to_code <> pam_stage_in(map, at_stage) THEN
      RAISE EXCEPTION 'a record goes over to the stage that took the place of its own' USING ERRCODE = 'check_violation';
    END IF;
    IF web AND own IS DISTINCT FROM pam_agency() THEN
      RAISE EXCEPTION 'only the agency that owns a record takes another map' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  SELECT x INTO step FROM jsonb_array_elements(map -> 'moves') x WHERE x ->> 'code' = NEW.move LIMIT 1;
  IF NEW.state IN ('asked', 'made') AND (step IS NULL OR NOT (step -> 'from') ? NEW.from_code OR step ->> 'to' <> NEW.to_code
     OR NEW.from_code <> at_stage OR NEW.framework_version_id IS DISTINCT FROM on_map) THEN
    RAISE EXCEPTION 'this is no move from the stage that the record is at' USING ERRCODE = 'check_violation';
  END IF;
  approved := jsonb_array_length(coalesce(step -> 'approved-by', '[]')) > 0;
  IF TG_OP = 'INSERT' AND (NEW.state = 'asked') IS DISTINCT FROM approved THEN
    RAISE EXCEPTION 'a move that is approved is asked for first' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND NEW.decided_by_id = NEW.author_id THEN
    RAISE EXCEPTION 'a second person decides a move' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT web THEN RETURN NEW; END IF;
  SELECT bool_or(coalesce((s ->> 'end')::boolean, false)) INTO ends FROM jsonb_array_elements(map -> 'stages') s
    WHERE s ->> 'code' IN (NEW.from_code, NEW.to_code);
  IF (approved OR ends) AND own IS DISTINCT FROM pam_agency() THEN
    RAISE EXCEPTION 'only the agency that owns a record makes this move' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF jsonb_array_length(coalesce(step -> CASE TG_OP WHEN 'INSERT' THEN 'who' ELSE 'approved-by' END, '[]')) > 0
     AND NOT pam_holds_on(NEW.record_id, step -> CASE TG_OP WHEN 'INSERT' THEN 'who' ELSE 'approved-by' END) THEN
    RAISE EXCEPTION 'this move is for others to make or approve' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_move_holds BEFORE INSERT OR UPDATE ON stages_move
FOR EACH ROW EXECUTE FUNCTION pam_move_holds();

-- The record follows its moves.
CREATE OR REPLACE FUNCTION pam_move_made() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  UPDATE records_record SET stage = NEW.to_code, stage_version_id = NEW.framework_version_id WHERE id = NEW.record_id;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER pam_move_made_at_once AFTER INSERT ON stages_move
FOR EACH ROW WHEN (NEW.state = 'made') EXECUTE FUNCTION pam_move_made();
CREATE OR REPLACE TRIGGER pam_move_made AFTER UPDATE ON stages_move
FOR EACH ROW WHEN (NEW.state = 'made' AND OLD.state <> 'made') EXECUTE FUNCTION pam_move_made();
