-- Search. Full-text operators are not leak-proof, so inside row security they lose their index (480–816 ms at a million
-- records). These functions read past the policies and ask the gate's own condition themselves; EXECUTE … USING has each
-- call planned with its values.

-- The quickest way to the newest `most` rows of each of `kinds` that the reader may see and that match: 'newest' looks
-- from the newest on until it has enough, 'reader' through all that the reader may see, 'word' collects the rows of
-- every word that begins so. By the planner's own expectations and what was measured (µs a row: 1.1 to look at one in
-- an order, 1.3 out of order, 0.17 to collect one from the index); the planner alone chooses badly: it does not count
-- the collecting. The newest on is counted thrice, as what a person sees may all be old; and is not for words that the
-- statistics don't know (the planner then expects 2 % whatever they are).
-- Who sees fewer than 5,000 rows is always answered from those: how long it takes says nothing of words in other rows.
CREATE OR REPLACE FUNCTION pam_search_way(place text, mine int[], query tsquery, kinds int, most int) RETURNS text
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
DECLARE
  rows float8 := (SELECT greatest(reltuples, 1) FROM pg_class WHERE oid = place::regclass);
  seen float8 := pam_expected(place, format('readers && %L::int[]', mine));
  worded float8; hits float8; newest float8; reader float8; word float8;
BEGIN
  IF seen < 5000 THEN RETURN 'reader'; END IF;
  worded := pam_expected(place, format('search @@ %L::tsquery', query));
  hits := greatest(seen * worded / rows, 0.5);
  newest := kinds * least(most * rows / hits, rows) * 1.1 * 3;
  reader := seen * 1.3;
  word := kinds * (worded * 0.17 + hits * 1.3);
  IF worded <= rows * 0.0201 THEN newest := 'infinity'; END IF;
  RETURN CASE least(newest, reader, word) WHEN newest THEN 'newest' WHEN reader THEN 'reader' ELSE 'word' END;
END $$;

-- The gate's own condition on a row of `place`, in the words of the queries below: $1 the reader's principals, $2 their
-- clearance. `part` is the kind of part that `place` holds, NULL for records.
CREATE OR REPLACE FUNCTION pam_search_gate(part text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp
AS $$
  SELECT CASE WHEN part IS NULL THEN '{{may_find_record}}' ELSE format('{{may_find_part}}', part) END
$$;

-- Where a row that was found comes among the others, the least first; in the words of the queries below: $4 the words as
-- they were typed, $10 the same in the name itself. A name that is little more than what was typed comes before longer
-- ones, then what only speaks of it, then words that go on.
CREATE OR REPLACE FUNCTION pam_search_tier(place text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp
AS $$
  SELECT CASE WHEN place = 'records_subject' THEN
      'CASE WHEN search @@ $10 THEN 0 WHEN search @@ $4 THEN 10 ELSE 20 END'
      || ' + least(9, 1 + length(name) - length(translate(name, '' -/'', '''')))'
    ELSE 'CASE WHEN search @@ $4 THEN 1 ELSE 2 END' END
$$;

-- The query of a template such as "{harbour} & {wharf} & !'boat'": each of `words` in braces becomes the word, with
-- `ending` ':*' as the beginning of one; and, if `stemmed`, its English stem beside it: "engines" finds "engine".
CREATE OR REPLACE FUNCTION pam_search_query(template text, words text[], ending text, stemmed boolean) RETURNS tsquery
LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp
AS $$
DECLARE w text; stem text;
BEGIN
  FOREACH w IN ARRAY words LOOP
    stem := CASE WHEN stemmed THEN (ts_lexize('english_stem', w))[1] END;
    template := replace(template, format('{%s}', w),
      CASE WHEN stem <> w THEN format('(%L%s|%L)', w, ending, stem) ELSE format('%L%s', w, ending) END);
  END LOOP;
  RETURN template::tsquery;
END $$;

-- The numbers of the rows of `place` that the current reader may see and that match, at most `most` of each of `kinds`
-- (of records; others have none: '{""}'). `starts` is the query in which words may go on, `whole` the one in which they
-- may not, `named` the one of a name's own words: see pam_search_tier; each tier newest first. Where there are too many to
-- sort, the newest of all (`tier` 0). `after_tier`, `before` and `before_id` are the cursor.
-- Each room has a function of its own that calls this one for its table.
CREATE OR REPLACE FUNCTION pam_search_rows(
  place text, part text, named tsquery, whole tsquery, starts tsquery, kinds text[],
  after_tier int, before timestamptz, before_id bigint, most int)
RETURNS TABLE (of_kind text, id bigint, updated timestamptz, tier int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE mine int[] := pam_principals(); way text; gate text := pam_search_gate(part); rows text; further text := '';
BEGIN
  IF numnode(starts) = 0 OR mine IS NULL THEN RETURN; END IF;
  -- A part may be marked higher than its record.
  IF EXISTS (SELECT 1 FROM pg_attribute c WHERE c.attrelid = place::regclass AND c.attname = 'own_marking' AND NOT c.attisdropped) THEN
    gate := gate || ' AND {{may_find_marked}}';
  END IF;
  way := CASE WHEN after_tier = 0 THEN 'newest' ELSE pam_search_way(place, mine, starts, cardinality(kinds), most) END;
  IF way = 'newest' AND after_tier > 0 THEN way := 'word'; END IF;
  IF part IS NULL THEN  -- an index of kinds alone finds a third of the table: no help beside that of words
    gate := gate || CASE WHEN way = 'word' THEN ' AND coalesce(kind = $3, false)' ELSE ' AND kind = $3' END;
  END IF;
  IF way = 'newest' THEN
    IF before IS NOT NULL THEN further := ' AND (updated, id) < ($7, $8)'; END IF;
    rows := 'SELECT id, updated, 0 FROM %I WHERE %s AND coalesce(search @@ $5, false)' || further
         || ' ORDER BY updated DESC, id DESC LIMIT $9';
  ELSE
    IF before IS NOT NULL THEN further := ' WHERE tier > $6 OR (tier = $6 AND (updated, id) < ($7, $8))'; END IF;
    rows := 'SELECT id, updated, tier FROM (SELECT id, updated, ' || pam_search_tier(place) || ' AS tier FROM %I WHERE %s AND '
         || CASE WHEN way = 'word' THEN 'search @@ $5' ELSE 'coalesce(search @@ $5, false)' END
         || ' OFFSET 0) found' || further || ' ORDER BY tier, updated DESC, id DESC LIMIT $9';
  END IF;
  FOREACH of_kind IN ARRAY kinds LOOP
    FOR id, updated, tier IN EXECUTE format(rows, place, gate)
      USING mine, pam_clearance(), of_kind, whole, starts, after_tier, before, before_id, most, named
    LOOP RETURN NEXT; END LOOP;
  END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION pam_search_rows(text, text, tsquery, tsquery, tsquery, text[], int, timestamptz, bigint, int) FROM PUBLIC;

CREATE OR REPLACE FUNCTION pam_search_records(
  query text, words text[], kinds text[], after_tier int, before timestamptz, before_id bigint, most int)
RETURNS TABLE (of_kind text, id bigint, updated timestamptz, tier int)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT * FROM pam_search_rows('records_record', NULL, NULL, pam_search_query(query, words, '', true),
    pam_search_query(query, words, ':*', true), kinds, after_tier, before, before_id, most)
$$;

CREATE OR REPLACE FUNCTION pam_search_documents(
  query text, words text[], kinds text[], after_tier int, before timestamptz, before_id bigint, most int)
RETURNS TABLE (of_kind text, id bigint, updated timestamptz, tier int)
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
  SELECT * FROM pam_search_rows('records_documenttext', 'document', NULL, pam_search_query(query, words, '', true),
    pam_search_query(query, words, ':*', true), kinds, after_tier, before, before_id, most)
$$;

-- The subjects that the current reader may see whose names look or sound like `words`, in their order, and that the
-- query `fitting` does not find; the likest first. Of 1,000 the 60 are compared closely that have the most of the words,
-- one in one of its other forms, or alike: that much the index tells for a hundredth of the time.
CREATE OR REPLACE FUNCTION pam_search_alike(words text[], fitting tsquery, most int)
RETURNS TABLE (id bigint, updated timestamptz)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
  mine int[] := pam_principals(); typed text[] := pam_other_forms(words); alike tsquery := pam_alike_query(typed);
  matches text := 'search @@ $3';
BEGIN
  IF numnode(alike) = 0 OR mine IS NULL THEN RETURN; END IF;
  IF pam_search_way('records_subject', mine, alike, 1, most) <> 'word' THEN matches := 'coalesce(search @@ $3, false)'; END IF;
  RETURN QUERY EXECUTE format(
    'SELECT id, updated FROM (SELECT id, updated, pam_likeness(pam_fold(name), $5) AS likeness FROM'
    || ' (SELECT id, updated, name FROM (SELECT id, updated, name, search FROM records_subject WHERE %s AND %s'
    || ' AND NOT coalesce(search @@ $4, false) LIMIT 1000) alike'
    || ' ORDER BY (SELECT count(*) FROM unnest($7) word WHERE search @@ word) DESC, updated DESC, id DESC LIMIT 60) close) found'
    || ' WHERE likeness >= 0.6 ORDER BY likeness DESC, updated DESC, id DESC LIMIT $6', pam_search_gate('subject'), matches)
    USING mine, pam_clearance(), alike, fitting, typed, most, pam_word_queries(typed);
END $$;

-- A name is no English prose: its words have no stems. After the last that fit come at most eight that are alike (`tier`
-- {{ALIKE}}), if what was typed is words alone.
CREATE OR REPLACE FUNCTION pam_search_subjects(
  query text, words text[], kinds text[], after_tier int, before timestamptz, before_id bigint, most int)
RETURNS TABLE (of_kind text, id bigint, updated timestamptz, tier int)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE starts tsquery := pam_search_query(query, words, ':*', false); count int;
BEGIN
  RETURN QUERY SELECT * FROM pam_search_rows('records_subject', 'subject', pam_search_query(query, words, ':A', false),
    pam_search_query(query, words, '', false), starts, kinds, after_tier, before, before_id, most);
  GET DIAGNOSTICS count = ROW_COUNT;
  IF count < most AND query !~ '[''|!]' AND array_to_string(words, '') !~ '^[0-9]+$' THEN
    RETURN QUERY SELECT kinds[1], a.id, a.updated, {{ALIKE}} FROM pam_search_alike(words, starts, least(8, most - count)) a;
  END IF;
END $$;
