-- Who is reading, as pam_read_as() found out for this transaction. It is kept in a setting of PostgreSQL that only roles with
-- the right to it may change, so the web role can't (docs/row-security.md): "principals agency clearance user job", each empty
-- where there is none. What is empty answers NULL, and NULL sees nothing.
CREATE OR REPLACE FUNCTION pam_principals() RETURNS int[] LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT string_to_array(nullif(split_part(current_setting('{{TOLD}}'), ' ', 1), ''), ',')::int[] $$;

CREATE OR REPLACE FUNCTION pam_agency() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(split_part(current_setting('{{TOLD}}'), ' ', 2), '')::bigint $$;

CREATE OR REPLACE FUNCTION pam_clearance() RETURNS int LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(split_part(current_setting('{{TOLD}}'), ' ', 3), '')::int $$;

CREATE OR REPLACE FUNCTION pam_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(split_part(current_setting('{{TOLD}}'), ' ', 4), '')::bigint $$;

CREATE OR REPLACE FUNCTION pam_job() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(split_part(current_setting('{{TOLD}}'), ' ', 5), '') $$;

-- The person who reads, or who is just signing in and reads nothing yet but how they do so.
CREATE OR REPLACE FUNCTION pam_person() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT coalesce(pam_user(), nullif(split_part(current_setting('{{TOLD}}'), ' ', 6), '')::bigint) $$;

-- Says for the rest of the transaction who is reading. Nobody but the owner may call it.
CREATE OR REPLACE FUNCTION pam_tell(principals int[], agency bigint, clearance int, person bigint, job text) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM set_config('{{TOLD}}', array_to_string(
    ARRAY[array_to_string(principals, ','), agency::text, clearance::text, person::text, job], ' ', ''), true);
END $$;
REVOKE EXECUTE ON FUNCTION pam_tell(int[], bigint, int, bigint, text) FROM PUBLIC;

-- Whether the statement was sent by the web role, whatever function of the owner it is in by now.
CREATE OR REPLACE FUNCTION pam_asked_by_web() RETURNS boolean LANGUAGE sql STABLE
AS $$ SELECT session_user = {{WEB_ROLE}} OR current_setting('role') = {{WEB_ROLE}} $$;

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

-- Words that are folded already (pam_fold) with their places. No parser, no stop words, no stems: a name is no prose.
CREATE OR REPLACE FUNCTION pam_words(folded text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT coalesce(string_agg(left(w, 60) || ':' || least(n, 16000), ' ')::tsvector, '')
    FROM string_to_table(left(folded, 50000), ' ') WITH ORDINALITY x(w, n) WHERE w <> ''
$$;

-- What prose is found by: its words as they are, and their English stems.
CREATE OR REPLACE FUNCTION pam_prose(folded text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT pam_words(folded) || strip(to_tsvector('english', left(folded, 50000))) $$;

-- The words of a folded name, and what results if a short one is written together with the next: "de la mare" has
-- "dela", "lamare" and "delamare". At most eight words.
CREATE OR REPLACE FUNCTION pam_pieces(folded text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  WITH words AS MATERIALIZED (
    SELECT w, n, length(w) <= 3 AND w !~ '^[0-9]' AS short FROM unnest((string_to_array(folded, ' '))[1:8]) WITH ORDINALITY x(w, n))
  SELECT ARRAY(SELECT w FROM words ORDER BY n)
      || ARRAY(SELECT a.w || b.w FROM words a JOIN words b ON b.n = a.n + 1 WHERE a.short ORDER BY a.n)
      || ARRAY(SELECT a.w || b.w || c.w FROM words a JOIN words b ON b.n = a.n + 1 JOIN words c ON c.n = b.n + 1
                WHERE a.short AND b.short ORDER BY a.n)
$$;

-- What a word is known by when it is misspelt: itself and itself with each letter left out ("-tealby", "-ealby" …), and
-- how it sounds ("~TLP", "%tlb"). Two words that share one differ by a letter, or sound alike.
CREATE OR REPLACE FUNCTION pam_alike(word text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = public, pg_temp
AS $$
DECLARE found text[] := '{}'; w text := left(pam_latin(word), 24);
BEGIN
  IF length(w) >= 4 AND w !~ '^[0-9]' THEN
    found := ('-' || w) || ARRAY(SELECT '-' || overlay(w placing '' from i for 1) FROM generate_series(1, length(w)) i);
  END IF;
  IF w ~ '^[a-z]{3,}$' THEN
    found := found || ARRAY(SELECT DISTINCT '~' || s FROM unnest(ARRAY[dmetaphone(w), dmetaphone_alt(w)]) s WHERE length(s) >= 2);
    IF length(pam_sound(w)) >= 2 THEN found := found || ('%' || pam_sound(w)); END IF;
  END IF;
  RETURN found;
END $$;

-- Each two neighbours among the words of a folded name, written together: "garner stone" has "garnerstone".
CREATE OR REPLACE FUNCTION pam_joined(folded text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  WITH words AS MATERIALIZED (SELECT w, n FROM unnest((string_to_array(folded, ' '))[1:8]) WITH ORDINALITY x(w, n))
  SELECT ARRAY(SELECT left(a.w || b.w, 60) FROM words a JOIN words b ON b.n = a.n + 1 ORDER BY a.n)
$$;

-- What a name is found by: its words (of weight A: they are the name itself), the misspellings of each, neighbours written
-- together; and, if it is one word alone, that ("=tealby"): who types more than that may mean it.
CREATE OR REPLACE FUNCTION pam_name(folded text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT setweight(pam_words(folded), 'A') || array_to_tsvector(ARRAY(
    SELECT k FROM unnest(pam_pieces(folded)) p CROSS JOIN LATERAL unnest(pam_alike(p) || ('-' || p)) k
     UNION SELECT '-' || j FROM unnest(pam_joined(folded)) j
     UNION SELECT '=' || left(folded, 60) WHERE folded ~ '^[^ ]+$'))
$$;

-- The words of a query for any of `keys`.
CREATE OR REPLACE FUNCTION pam_any_of(keys text[]) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT '(' || string_agg(quote_literal(k), '|') || ')' FROM unnest(keys) k $$;

-- The query for names that look or sound like what was typed. `typed` are its folded words, each with its other forms
-- (see pam_other_forms). Of several words two are enough, or a name that is one of them alone; a word may be recorded as
-- its first letter, or cut short ("Theo" for "Theodore").
CREATE OR REPLACE FUNCTION pam_alike_query(typed text[]) RETURNS tsquery LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = public, pg_temp
AS $$
DECLARE words text[]; pieces text[]; alike text[] := '{}'; keys text[]; query text := ''; n int; i int;
BEGIN
  words := ARRAY(SELECT split_part(t, ' ', 1) FROM unnest(typed[1:5]) t);
  pieces := pam_pieces(array_to_string(words, ' '));
  pieces := pieces || ARRAY(SELECT j FROM unnest(pam_joined(array_to_string(words, ' '))) j WHERE j <> ALL (pieces));
  n := cardinality(pieces);
  FOR i IN SELECT generate_series(1, n) LOOP
    keys := pam_alike(pieces[i]) || ('-' || pieces[i]);
    IF i <= cardinality(words) THEN keys := keys || string_to_array(typed[i], ' '); END IF;
    IF i <= cardinality(words) AND n > 1 AND pieces[i] ~ '^[^0-9]{2}' THEN
      keys := keys || left(pieces[i], 1) || ARRAY(SELECT left(pieces[i], l) FROM generate_series(3, length(pieces[i]) - 1) l);
    END IF;
    alike := alike || pam_any_of(keys);
  END LOOP;
  IF n = 1 THEN  -- alone, a short sound is that of too many
    RETURN pam_any_of(ARRAY(SELECT k FROM unnest(keys) k WHERE k !~ '^%.{0,2}$'))::tsquery;
  END IF;
  FOR i IN SELECT generate_series(1, n - 1) LOOP
    query := query || alike[i] || '&(' || array_to_string(alike[i + 1 : n], '|') || ')|';
  END LOOP;
  FOR i IN SELECT generate_series(1, cardinality(words)) LOOP
    query := query || (SELECT string_agg(quote_literal('=' || left(k, 60)), '|') FROM unnest(string_to_array(typed[i], ' ')) k) || '|';
  END LOOP;
  -- Those who know the name may write it as one word: that one is enough.
  RETURN (query || '''-' || array_to_string(words, '') || '''')::tsquery;
END $$;

-- Queries of which a name that is what was typed (as above) fits the most: of each word three, for itself, for that and its
-- other forms and initial, for those and what is alike; and one, thrice, for neighbours written together, twice for a word
-- that is all of the name.
CREATE OR REPLACE FUNCTION pam_word_queries(typed text[]) RETURNS tsquery[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = public, pg_temp
AS $$
DECLARE
  words text[] := ARRAY(SELECT split_part(t, ' ', 1) FROM unnest(typed[1:5]) t);
  whole text := array_to_string(words, ' '); keys text[]; forms text[]; found text[] := '{}'; i int;
BEGIN
  FOR i IN SELECT generate_subscripts(words, 1) LOOP
    forms := string_to_array(typed[i], ' ') || left(words[i], 1);
    found := found || pam_any_of(words[i : i]) || pam_any_of(forms)
          || pam_any_of(forms || pam_alike(words[i]) || ('-' || words[i]))
          || array_fill(pam_any_of(ARRAY(SELECT '=' || left(f, 60) FROM unnest(string_to_array(typed[i], ' ')) f)), ARRAY[2]);
  END LOOP;
  keys := ARRAY(SELECT '-' || p FROM unnest(pam_pieces(whole) || pam_joined(whole) || array_to_string(words, '')) p WHERE p <> ALL (words));
  IF keys <> '{}' THEN found := found || array_fill(pam_any_of(keys), ARRAY[3]); END IF;
  RETURN found::tsquery[];
END $$;

-- How much a folded name is what was typed, from 0 to 1: for each word typed, the most that a word of the name is like it,
-- on average; or, a little less, for each word of a name that leaves some out, or all that was typed written as one word.
-- `typed` as above.
CREATE OR REPLACE FUNCTION pam_likeness(folded text, typed text[]) RETURNS float8 LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
SET search_path = public, pg_temp
AS $$
DECLARE
  whole text := (SELECT string_agg(split_part(t, ' ', 1), ' ') FROM unnest(typed) t); joined text := left(replace(whole, ' ', ''), 60);
  together text[] := pam_pieces(whole) || pam_joined(whole);
BEGIN
  RETURN (
    WITH pairs AS MATERIALIZED (
      SELECT t, w, CASE
          WHEN p = q THEN 1
          WHEN p = ANY (string_to_array(t, ' ')) THEN 0.85
          WHEN length(p) = 1 OR length(q) = 1 THEN CASE WHEN left(p, 1) = left(q, 1) THEN 0.75 ELSE 0 END
          WHEN w = ANY (together) AND (starts_with(p, q) OR right(p, length(q)) = q) THEN 0.95
          ELSE greatest(1 - levenshtein(p, q)::float8 / greatest(length(p), length(q)),
                        CASE WHEN length(p_sound) > 1 AND p_sound = q_sound THEN 0.8 ELSE 0 END,
                        -- of four signs it is cut short: "amberby" would sound like "ambersett"
                        CASE WHEN length(dmetaphone(p)) BETWEEN 2 AND 3 AND dmetaphone(p) = dmetaphone(q) THEN 0.8 ELSE 0 END)
          END AS alike
        FROM (SELECT t, q, pam_sound(q) AS q_sound FROM unnest(typed) t
                CROSS JOIN LATERAL (SELECT left(pam_latin(split_part(t, ' ', 1)), 60) AS q) x OFFSET 0) typed_words
       CROSS JOIN (SELECT w, p, pam_sound(p) AS p_sound FROM unnest(pam_pieces(folded)) w
                CROSS JOIN LATERAL (SELECT left(pam_latin(w), 60) AS p) y OFFSET 0) name_words)
    SELECT greatest((SELECT avg(a) FROM (SELECT max(alike) AS a FROM pairs GROUP BY t) each_typed),
                    0.9 * (SELECT avg(a) FROM (SELECT max(alike) AS a FROM pairs WHERE w = ANY (string_to_array(folded, ' '))
                                                GROUP BY w) each_word),
                    0.9 * (SELECT max(1 - levenshtein(left(w, 60), joined)::float8 / greatest(length(w), length(joined))) FROM pairs)));
END $$;

-- Takes the rows `ids` of a history away, when their record is disposed of. Of no other table: the log stays.
CREATE OR REPLACE FUNCTION pam_erase_history(history text, ids int[]) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
  PERFORM 1 FROM pg_trigger t WHERE t.tgrelid = to_regclass(history) AND t.tgname = 'pam_history_stays';
  IF NOT FOUND THEN
    RAISE EXCEPTION '% is no history', history USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF cardinality(ids) > 0 THEN
    EXECUTE format('DELETE FROM %I WHERE history_id = ANY ($1)', history) USING ids;
  END IF;
END $$;
REVOKE EXECUTE ON FUNCTION pam_erase_history(text, int[]) FROM PUBLIC;
ALTER FUNCTION pam_erase_history(text, int[]) OWNER TO pam_keeper;
