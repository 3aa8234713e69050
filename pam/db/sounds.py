"""How a name's word sounds to an English ear, whatever letters are chosen for it.

Its consonants, of which those that are written for one another are one ("ph" and "v" are "f", "z" and "sch"
are "s"), without an r or w that no vowel follows: "Norworth" and "Nawwhorth" are both "nwt". Much coarser
than double metaphone, and not cut short after four signs. The rules are in this one table, in a syntax that
Python and the database share; `tests/search/test_folding.py` holds that the two agree.
"""

import re

STEPS = (
    (r"^(?:[kg](?=n)|w(?=r)|p(?=[sn]))", ""),  # Knight, Wright, Psaltis
    (r"(?<=[aeiouy])gh", ""),  # Leigh, Hughes
    (r"mp(?=s)", "m"),  # Thompson
    (r"ph|v", "f"),
    (r"[sz]c?h|z|c(?=[eiy])", "s"),
    (r"d?g(?=[eiy])", "j"),
    (r"c?k|ch?|q", "k"),
    (r"x", "ks"),
    (r"(?<=.)h", ""),
    (r"(.)\1+", r"\1"),
    (r"e$", ""),
    (r"[rw](?=[^aeiouy]|$)", ""),
    (r"^[aeiouy]+", "a"),
    (r"(?<=.)[aeiouy]+", ""),
)


def sound(word: str) -> str:
    """The sound of one folded word in Latin letters (`folding.latin`)."""
    for found, becomes in STEPS:
        word = re.sub(found, becomes, word)
    return word


def sound_sql() -> str:
    """The statement that lays `pam_sound(word)`: the same as `sound`."""
    value = "word"
    for found, becomes in STEPS:
        value = f"regexp_replace({value}, '{found}', '{becomes}', 'g')"
    return f"""CREATE OR REPLACE FUNCTION pam_sound(word text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT {value} $$"""
