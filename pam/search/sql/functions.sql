-- Search. Full-text operators are not leak-proof, so inside row security they lose their index (480–816 ms at a million
-- records). These functions read past the policies and ask the gate's own condition themselves; EXECUTE … USING has each
-- call planned with its values.

-- The quickest way to the newest `most` rows of each of `kinds` that the reader may see and where a word begins as
-- asked, by the planner's own expectations and what was measured (µs a row: 1.1 to look at one in an order, 1.3 out of
-- order, 0.17 to collect one from the index): 'newest' looks from the newest on until it has enough, 'reader' through
-- all that the reader may see, 'word' collects the rows of every word that begins so. The planner alone chooses badly:
-- it does not count the collecting. The newest on is counted thrice, as what a person sees may all be old; and is not
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

-- The numbers of the rows of `place` that the current reader may see and whose text matches, newest first, at most
-- `most` of each of `kinds` (of records; others have none: '{""}'). `words` is as people type it; `ending` is a last
-- word that may go on (prefix match); `before` and `before_id` are the cursor. `part` is the kind of part that `place`
-- holds, NULL for records. Each room has a function of its own that calls this one for its table.
CREATE OR REPLACE FUNCTION pam_search_rows(
  place text, part text, tongue regconfig, words text, ending text, kinds text[], before timestamptz, before_id bigint, most int)
RETURNS TABLE (of_kind text, id bigint, updated timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  seen text := CASE WHEN part IS NULL THEN '{{may_find_record}}' ELSE format('{{may_find_part}}', part) END;
  query tsquery; further text := ''; matches text := 'search @@ $2'; mine int[] := pam_principals();
  way text := 'planner';  -- whole words: the planner knows
BEGIN
  query := websearch_to_tsquery(tongue, words);
  IF ending <> '' THEN query := query && to_tsquery(tongue, quote_literal(ending) || ':*'); END IF;
  IF numnode(query) = 0 OR mine IS NULL THEN RETURN; END IF;
  IF ending <> '' THEN way := pam_search_way(place, mine, query, cardinality(kinds), most); END IF;
  IF way IN ('newest', 'reader') THEN matches := 'coalesce(search @@ $2, false)'; END IF;
  IF part IS NULL THEN  -- an index of kinds alone finds a third of the table: no help beside that of words
    further := CASE WHEN way IN ('newest', 'reader') THEN ' AND kind = $4' ELSE ' AND coalesce(kind = $4, false)' END;
  END IF;
  IF before IS NOT NULL THEN further := further || ' AND (updated, id) < ($5, $6)'; END IF;
  FOREACH of_kind IN ARRAY kinds LOOP
    FOR id, updated IN EXECUTE format(
      'SELECT id, updated FROM (SELECT id, updated FROM %I WHERE %s AND %s' || further || '%s) found'
      || ' ORDER BY updated DESC, id DESC LIMIT $7',
      place, seen, matches, CASE WHEN way IN ('reader', 'word') THEN ' OFFSET 0' ELSE '' END)
      USING mine, query, pam_clearance(), of_kind, before, before_id, most
    LOOP RETURN NEXT; END LOOP;
  END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION pam_search_rows(text, text, regconfig, text, text, text[], timestamptz, bigint, int) FROM PUBLIC;

CREATE OR REPLACE FUNCTION pam_search_records(words text, ending text, kinds text[], before timestamptz, before_id bigint, most int)
RETURNS TABLE (of_kind text, id bigint, updated timestamptz)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT * FROM pam_search_rows('records_record', NULL, 'english', words, ending, kinds, before, before_id, most) $$;

CREATE OR REPLACE FUNCTION pam_search_subjects(words text, ending text, kinds text[], before timestamptz, before_id bigint, most int)
RETURNS TABLE (of_kind text, id bigint, updated timestamptz)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$ SELECT * FROM pam_search_rows('records_subject', 'subject', 'simple', words, ending, kinds, before, before_id, most) $$;
