-- A merge is proposed by a person who manages both records, in their own name; the web role refuses and withdraws one that
-- waits, and nothing else: pam_merge and pam_unmerge do the rest. What became of it never changes.
CREATE OR REPLACE FUNCTION pam_merge_holds() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'proposed' OR NOT (pam_is_me(NEW.author_id) AND pam_manages_both(NEW.record_id, NEW.gone_id)) THEN
      RAISE EXCEPTION 'a merge is proposed by a person who manages both records' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state <> 'proposed' OR (OLD.gone_id, OLD.choices, OLD.was, OLD.reason) IS DISTINCT FROM (NEW.gone_id, NEW.choices, NEW.was, NEW.reason)
     OR NEW.undone_by_id IS NOT NULL THEN
    RAISE EXCEPTION 'what became of a merge never changes' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF NEW.state = 'refused' AND pam_is_me(NEW.decided_by_id) AND pam_may_decide_merge(NEW.record_id, NEW.gone_id, NEW.author_id) THEN
    RETURN NEW;
  END IF;
  IF NEW.state = 'withdrawn' AND NEW.author_agency_id = pam_agency() AND NEW.decided_by_id IS NULL THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a second person decides a merge' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE OR REPLACE TRIGGER pam_merge_holds BEFORE INSERT OR UPDATE ON merging_merge FOR EACH ROW
WHEN (current_user = {{WEB_ROLE}}) EXECUTE FUNCTION pam_merge_holds();

-- The same for each other process: only a step forward.
CREATE OR REPLACE FUNCTION pam_merge_goes_on() RETURNS trigger LANGUAGE plpgsql
AS $$
BEGIN
  IF NOT (OLD.state, NEW.state) IN (('proposed', 'refused'), ('proposed', 'withdrawn'), ('proposed', 'moving'), ('moving', 'merged'),
      ('merged', 'putting_back'), ('putting_back', 'undone')) THEN
    RAISE EXCEPTION 'a merge goes on from state to state' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER pam_merge_goes_on BEFORE UPDATE OF state ON merging_merge FOR EACH ROW
WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION pam_merge_goes_on();
