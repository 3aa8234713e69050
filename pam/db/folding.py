"""How two ways of writing the same name become the same text: one table, for Python and for the database.

`fold("Zoë O’Connell-Díaz")` is "zoe oconnell diaz". The index, the search box, covert matching, subject
access and the order of lists all compare folded text. `fold_sql()` writes the same as the database's
`pam_fold`; tests/search/test_folding.py holds that the two agree on every script. The rules are in
folding_rules.py, the table that both read in folding.json.
"""

import json
import unicodedata

from django.db.models import CharField, TextField, Transform

from pam.db.folding_rules import TABLE, ranges

LONGEST_WORD = 60  # characters; the database takes 2,046 bytes
# Letters of other cases go block by block: a text without Greek does not pay for Greek.
BLOCKS = ((0x80, 0x36F), (0x370, 0x3FF), (0x400, 0x52F), (0x530, 0x2FFF), (0x3000, 0x10FFFF))

_rules = json.loads(TABLE.read_text())
_without_apostrophes = dict.fromkeys(map(ord, _rules["apostrophes"]), "")


def _every(name):
    return (point for first, last in _rules[name] for point in range(first, last + 1))


_latin = {ord(sign): letters for sign, letters in _rules["latin"].items()}
_unspaced = frozenset(_every("unspaced"))
_table = {
    **dict.fromkeys(_every("dropped"), ""),
    **dict.fromkeys(_every("between"), " "),
    **{ord(sign): becomes for sign, becomes in _rules["letters"].items()},
}


def fold(text):
    """`text` as it is compared: lower case without accents, words apart by one space; "" for nothing."""
    text = text.translate(_without_apostrophes)
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text)
    text = text.translate(_table)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        text = "".join(f" {sign} " if ord(sign) in _unspaced else sign for sign in text)
    return " ".join(filter(None, text.split(" ")))


def words(text):
    """The folded words of `text`, none longer than the database takes."""
    return [word[:LONGEST_WORD] for word in fold(text).split(" ") if word]


def is_unspaced(word):
    """Whether a folded word is one sign of a script that is written without spaces."""
    return len(word) == 1 and ord(word) in _unspaced


def squeezed(text):
    """`text` folded and without spaces, for plates and serial numbers."""
    return fold(text).replace(" ", "")


def latin(folded):
    """Folded text with Greek and Cyrillic in Latin letters, for names that sound alike."""
    return folded.translate(_latin)


def sort_key(name):
    """What names are sorted by in Python: as the database does by `Folded`, equal ones as written."""
    return fold(name or ""), name or ""


@CharField.register_lookup
class Folded(Transform):
    """`order_by("user__name__folded", "pk")`: people's order, adam before Ágnes before Bella."""

    lookup_name = "folded"
    function = "pam_fold"
    template = '(%(function)s(%(expressions)s) COLLATE "C")'
    output_field = TextField()


# --- The same as a function of the database ------------------------------------------------------------


def _escape(point):
    return f"\\u{point:04X}" if point < 0x10000 else f"\\U{point:08X}"


def _bracket(pairs):
    """A bracket expression of PostgreSQL's regular expressions, in ASCII."""
    return "[{}]".format("".join(
        _escape(first) if first == last else f"{_escape(first)}-{_escape(last)}" for first, last in pairs
    ))  # fmt: skip


def _text(signs):
    """A SQL text in ASCII."""
    return "U&'{}'".format("".join(f"\\+{ord(sign):06X}" for sign in signs))


def _letter_steps():
    """The statements that put each letter in its place."""
    letters = {sign: becomes for sign, becomes in _rules["letters"].items() if ord(sign) >= 0x80}
    single = {sign: becomes for sign, becomes in letters.items() if len(becomes) == 1}
    for first, last in BLOCKS:
        mapped = [sign for sign in single if first <= ord(sign) <= last]
        found = _bracket(ranges(map(ord, mapped)))
        source, target = _text(mapped), _text([single[sign] for sign in mapped])
        yield f"IF t ~ '{found}' THEN t := translate(t, {source}, {target}); END IF;"
    for sign, becomes in letters.items():
        if sign not in single:
            yield f"t := replace(t, {_text([sign])}, '{becomes}');"


def latin_sql():
    """The statement that lays `pam_latin(folded)`: the same as `latin`."""
    single = {sign: letters for sign, letters in _rules["latin"].items() if len(letters) <= 1}
    one, none = [s for s, x in single.items() if x], [s for s, x in single.items() if not x]
    translated = f"translate(t, {_text(one + none)}, '{''.join(single[sign] for sign in one)}')"
    for sign, letters in _rules["latin"].items():
        if len(letters) > 1:
            translated = f"replace({translated}, {_text([sign])}, '{letters}')"
    return f"""CREATE OR REPLACE FUNCTION pam_latin(t text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$ BEGIN RETURN CASE WHEN octet_length(t) = length(t) THEN t ELSE {translated} END; END $$"""


def fold_sql():
    """The statement that lays `pam_fold(text)`: immutable, and the same as `fold` in every locale."""
    steps = "\n  ".join(_letter_steps())
    dropped, between = _bracket(_rules["dropped"]), _bracket(_rules["between"])
    return f"""CREATE OR REPLACE FUNCTION pam_fold(t text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
AS $$
BEGIN
  t := translate(t, {_text(_rules["apostrophes"])}, '');
  IF octet_length(t) = length(t) THEN
    RETURN btrim(regexp_replace(lower(t COLLATE "C"), '[^a-z0-9]+', ' ', 'g'));
  END IF;
  t := lower(normalize(t, NFKD) COLLATE "C");
  t := regexp_replace(regexp_replace(t, '{dropped}+', '', 'g'), '{between}+', ' ', 'g');
  IF octet_length(t) = length(t) THEN RETURN btrim(t); END IF;
  {steps}
  t := normalize(t, NFC);
  t := regexp_replace(t, '({_bracket(_rules["unspaced"])})', ' \\1 ', 'g');
  RETURN btrim(regexp_replace(t, ' +', ' ', 'g'));
END $$"""
