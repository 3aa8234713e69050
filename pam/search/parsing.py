"""What a person typed into the search box, as a query for the database.

Every word must be there, each may be the beginning of a longer one, in any order; "a b" in quotation marks
are side by side; `-word` (the hyphen against the word) must not be there; `or` wants what is before it or
what is after it.
An identifier finds itself however it is written: a telephone number, a plate, a postcode.
"""

import re
from dataclasses import dataclass, field

from pam.db import folding
from pam.records.identifiers import looked_up_in

MOST_WORDS = 40
PART = re.compile(r'(?P<no>(?<!\S)-(?=[^\s-]))?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Query:
    """A typed search: `template` and `words` for the database's `pam_search_query`; "" finds nothing."""

    template: str = ""
    words: list = field(default_factory=list)


def parse(text):
    """The Query of what a person typed."""
    text = " ".join(re.sub(r"[\x00-\x1f]", " ", text).split())[:200]
    either, wanted, unwanted, words, plain = [], [], [], [], True
    for part in PART.finditer(text):
        if part["word"] and part["word"].casefold() == "or" and wanted:
            either.append(wanted)
            wanted, plain = [], False
            continue
        found = folding.words(part["phrase"] if part["phrase"] is not None else part["word"])
        if not found or len(words) >= MOST_WORDS:
            continue
        exact = part["phrase"] is not None or bool(part["no"])
        plain = plain and not exact
        (unwanted if part["no"] else wanted).append(_together(found, exact=exact))
        words += found
    either = [_all(some) for some in (*either, wanted) if some]
    if not either:
        return Query()
    template = " | ".join(either)
    if plain:
        template = _or_identifiers(template, text)
    template = " & ".join([f"({template})", *(f"!{term}" for term in unwanted)])
    return Query(template, list(dict.fromkeys(words)))


def _all(terms):
    return "(" + " & ".join(terms) + ")"


def _together(found, *, exact):
    """The term of the words of one part: side by side if `exact`, or in a script without spaces."""
    runs = [[found[0]]]
    for word in found[1:]:
        if exact or (folding.is_unspaced(runs[-1][-1]) and folding.is_unspaced(word)):
            runs[-1].append(word)
        else:
            runs.append([word])
    terms = [
        "(" + " <-> ".join(f"'{word}'" for word in run) + ")" if exact or len(run) > 1 else f"{{{run[0]}}}"
        for run in runs
    ]
    return terms[0] if len(terms) == 1 else _all(terms)


def _or_identifiers(template, text):
    """The query, or instead of the words that make up an identifier the identifier in one piece."""
    rest, found = looked_up_in(text)
    if not found:
        return template
    terms = [f"'{lexeme}'" for lexeme in found] + [_together(words, exact=False) for words in _words_of(rest)]
    return f"{template} | {_all(terms)}"


def _words_of(text):
    return [[word] for word in folding.words(text)]
