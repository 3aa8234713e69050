-- Search, and names of other records. Full-text operators are not leak-proof, so inside row security they lose
-- their index (480–816 ms at a million records). These functions read past the policies and ask the gate's own
-- condition themselves; EXECUTE … USING has each call planned with its values.

-- The numbers of the records, subjects or actions that the current reader may see and whose text matches,
-- newest first. `words` is as people type it; `ending` is a last word that may go on (prefix match). `of_kind`
-- narrows records to one kind (in a form that no index answers: one of kinds alone finds a third of them); `before` and `before_id` are the cursor.
CREATE OR REPLACE FUNCTION pam_search(
  what text, words text, ending text, of_kind text, before timestamptz, before_id bigint, most int)
RETURNS TABLE (id bigint, updated timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE place text; reach text := 'pam_reach(id, $1)'; tongue regconfig := 'english'; query tsquery; further text := '';
BEGIN
  IF what = 'records' THEN place := 'records_record';
  ELSIF what = 'subjects' THEN place := 'records_subject'; tongue := 'simple'; reach := 'pam_reach_part(record_id, $1, ''subject'')';
  ELSIF what = 'actions' THEN place := 'actions_action'; reach := 'pam_reach_part(record_id, $1, ''action'')';
  ELSE RETURN;
  END IF;
  query := websearch_to_tsquery(tongue, words);
  IF ending <> '' THEN query := query && to_tsquery(tongue, quote_literal(ending) || ':*'); END IF;
  IF numnode(query) = 0 OR pam_principals() IS NULL THEN RETURN; END IF;
  IF of_kind <> '' AND what = 'records' THEN further := ' AND coalesce(kind = $4, false)'; END IF;
  IF before IS NOT NULL THEN further := further || ' AND (updated, id) < ($5, $6)'; END IF;
  RETURN QUERY EXECUTE format(
    'SELECT id, updated FROM %I WHERE readers && $1 AND search @@ $2 AND marking <= $3'
    || ' AND (lapses_at IS NULL OR lapses_at > statement_timestamp() OR %s >= 2)' || further
    || ' ORDER BY updated DESC, id DESC LIMIT $7', place, reach)
    USING pam_principals(), query, pam_clearance(), of_kind, before, before_id, most;
END $$;

-- What the current reader may be told of records that they can't open but were signposted to.
CREATE OR REPLACE FUNCTION pam_signposts_of(records bigint[])
RETURNS TABLE (record bigint, reference text, agency text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT DISTINCT r.id, r.reference::text, a.name::text
    FROM access_grant g JOIN records_record r ON r.id = g.record_id JOIN access_agency a ON a.id = r.agency_id
   WHERE g.record_id = ANY (records) AND g.group_id = ANY (pam_principals()) AND g.level >= 1
     AND pam_grant_lives(g) AND r.marking <= pam_clearance()
$$;

-- Word counts fine enough that the planner knows a rare word from a common one.
ALTER TABLE records_record ALTER COLUMN search SET STATISTICS 2000;
ALTER TABLE records_subject ALTER COLUMN search SET STATISTICS 2000;
ALTER TABLE actions_action ALTER COLUMN search SET STATISTICS 2000;
