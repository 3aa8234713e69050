-- Search, and names of other records. Full-text operators are not leak-proof, so inside row security they lose
-- their index (480–816 ms at a million records). These functions read past the policies and ask the gate's own
-- condition themselves; EXECUTE … USING has each call planned with its values.

-- How many rows the planner expects of a condition on a table: from its statistics, without looking at a row.
-- PostgreSQL wants no EXPLAIN in a function that calls itself stable.
CREATE OR REPLACE FUNCTION pam_expected(place text, condition text) RETURNS float8
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
DECLARE plan json;
BEGIN
  EXECUTE format('EXPLAIN (FORMAT JSON) SELECT FROM %I WHERE %s', place, condition) INTO plan;
  RETURN (plan -> 0 -> 'Plan' ->> 'Plan Rows')::float8;
END $$;

-- How many records the planner expects the current reader to see.
CREATE OR REPLACE FUNCTION pam_estimate_visible_rows() RETURNS float8
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ BEGIN RETURN pam_expected('records_record', format('readers && %L::int[]', pam_principals())); END $$;

-- The quickest way to the newest `most` rows of each of `kinds` that the reader may see and where a word begins as
-- asked, by the planner's own expectations and what was measured (µs a row: 1.1 to look at one in an order, 1.3 out of
-- order, 0.17 to collect one from the index): 'newest' looks from the newest on until it has enough, 'reader' through
-- all that the reader may see, 'word' collects the rows of every word that begins so. The planner alone chooses badly:
-- it does not count the collecting. The newest on is counted thrice, as what somebody sees may all be old; and is not
-- for words that the statistics don't know (the planner then expects 2 % whatever they are).
CREATE OR REPLACE FUNCTION pam_search_way(place text, mine int[], query tsquery, kinds int, most int) RETURNS text
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
DECLARE
  rows float8 := (SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = place::regclass);
  seen float8 := pam_expected(place, format('readers && %L::int[]', mine));
  worded float8; hits float8; newest float8; reader float8; word float8;
BEGIN
  IF seen < 2000 THEN RETURN 'reader'; END IF;
  worded := pam_expected(place, format('search @@ %L::tsquery', query));
  hits := greatest(seen * worded / rows, 0.5);
  newest := kinds * least(most * rows / hits, rows) * 1.1 * 3;
  reader := seen * 1.3;
  word := kinds * (worded * 0.17 + hits * 1.3);
  IF worded <= rows * 0.0201 THEN newest := 'infinity'; END IF;
  RETURN CASE least(newest, reader, word) WHEN newest THEN 'newest' WHEN reader THEN 'reader' ELSE 'word' END;
END $$;

-- The numbers of the records, subjects or actions that the current reader may see and whose text matches,
-- newest first, at most `most` of each of `kinds` (of records; others have none: '{""}'). `words` is as people type
-- it; `ending` is a last word that may go on (prefix match); `before` and `before_id` are the cursor.
DROP FUNCTION IF EXISTS pam_search(text, text, text, text, timestamptz, bigint, int);
CREATE OR REPLACE FUNCTION pam_search(
  what text, words text, ending text, kinds text[], before timestamptz, before_id bigint, most int)
RETURNS TABLE (of_kind text, id bigint, updated timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  place text; reach text := 'pam_reach(id, $1)'; tongue regconfig := 'english';
  query tsquery; further text := ''; matches text := 'search @@ $2'; mine int[] := pam_principals();
  way text := 'planner';  -- whole words: the planner knows
BEGIN
  IF what = 'records' THEN place := 'records_record';
  ELSIF what = 'subjects' THEN place := 'records_subject'; tongue := 'simple'; reach := 'pam_reach_part(record_id, $1, ''subject'')';
  ELSIF what = 'actions' THEN place := 'actions_action'; reach := 'pam_reach_part(record_id, $1, ''action'')';
  ELSE RETURN;
  END IF;
  query := websearch_to_tsquery(tongue, words);
  IF ending <> '' THEN query := query && to_tsquery(tongue, quote_literal(ending) || ':*'); END IF;
  IF numnode(query) = 0 OR mine IS NULL THEN RETURN; END IF;
  IF ending <> '' THEN way := pam_search_way(place, mine, query, cardinality(kinds), most); END IF;
  IF way IN ('newest', 'reader') THEN matches := 'coalesce(search @@ $2, false)'; END IF;
  IF what = 'records' THEN  -- an index of kinds alone finds a third of the table: no help beside that of words
    further := CASE WHEN way IN ('newest', 'reader') THEN ' AND kind = $4' ELSE ' AND coalesce(kind = $4, false)' END;
  END IF;
  IF before IS NOT NULL THEN further := further || ' AND (updated, id) < ($5, $6)'; END IF;
  FOREACH of_kind IN ARRAY kinds LOOP
    FOR id, updated IN EXECUTE format(
      'SELECT id, updated FROM (SELECT id, updated FROM %I WHERE readers && $1 AND %s AND marking <= $3'
      || ' AND (lapses_at IS NULL OR lapses_at > statement_timestamp() OR %s >= 2)' || further || '%s) found'
      || ' ORDER BY updated DESC, id DESC LIMIT $7',
      place, matches, reach, CASE WHEN way IN ('reader', 'word') THEN ' OFFSET 0' ELSE '' END)
      USING mine, query, pam_clearance(), of_kind, before, before_id, most
    LOOP RETURN NEXT; END LOOP;
  END LOOP;
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
