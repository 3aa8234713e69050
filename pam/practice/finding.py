"""Sanitising: what of a text looks like a name, a place, a number or a reference. Pure; what records know
comes in as `known` (selectors/known.py).

It finds too much rather than too little: a person decides each finding once, for every place where it is.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import phonenumbers

from pam.db.folding import fold
from pam.frameworks.differences import label_of
from pam.records.identifiers import ABROAD, EMAIL, HANDLE, PLATE, POSTCODE, REGION, UK_NUMBER
from pam.records.references import references_pattern

Path = tuple[str | int, ...]
# What each kind of finding is called, and the neutral words in its place.
KINDS = {
    "reference": ("Reference", "a record"),
    "email": ("E-mail address or handle", "an address"),
    "telephone": ("Telephone number", "a telephone number"),
    "postcode": ("Postcode", "an area"),
    "vehicle": ("Vehicle registration", "a vehicle"),
    "date": ("Date", "a date"),
    "number": ("Long number", "a number"),
    "known": ("Known to your records", "a person or place"),
    "agency": ("Agency", "an agency"),
    "name": ("Looks like a name", "a person"),
    "place": ("Looks like a place", "a place"),
}
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DATE = re.compile(
    r"\b(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{MONTHS})[a-z]*\.?,?\s+\d{{2,4}})\b",
    re.IGNORECASE,
)
TODAYS_PLATE = re.compile(
    r"[a-z]{2}\d{2}[ -]?[a-z]{3}", re.IGNORECASE
)  # older ones in capitals alone: "the 4P"
NUMBER = re.compile(r"\b(?=[\w/-]*\d{5})[A-Z0-9][A-Z0-9/-]{5,}\b", re.IGNORECASE)
WORD = r"[A-ZÀ-ÖØ-Þ][\w'’-]*[a-zà-öø-ÿ][\w'’-]*"
PLACE = re.compile(
    rf"\b(?:\d+[a-z]?,? )?(?:{WORD} )+(?:Road|Rd|Street|St|Lane|Avenue|Ave|Close|Drive|Court|Crescent|Gardens"
    r"|Terrace|Grove|Quay|Wharf|Row|Hill|Park|Estate|House|Bridge|Square|Parade)\b"
)
TITLED = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|PC|PS|DC|DS|DI|DCI|Insp|Sgt|Op|Operation)\.? {WORD}(?: {WORD})?"
)
NAME = re.compile(rf"\b{WORD}(?: {WORD})+|(?<=[a-z,;] ){WORD}")
# Words that make what holds them an office or a law, and no person's name.
INSTITUTIONS = frozenset(
    "act acts order orders notice notices section part schedule police constable officer officers service"
    " services council agency agencies force forces courts team teams unit crime crimes national regional"
    " government office department ministry board partnership mechanism programme scheme protection probation"
    " prison prosecution health social care housing education school mental england wales scotland ireland"
    " britain uk british european human rights article chapter customs pensions".split()
)
# Words that are no name by themselves, and may be part of one: June Harker.
ALONE = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july"
    " august september october november december i work home local trust court english welsh scottish irish"
    " domestic".split()
)
NOT_READ = frozenset({"type", "format", "calendar", "for", "strand", "score", "from", "to"})


@dataclass(frozen=True)
class Span:
    """One place of a finding: where in the body, and the words around it."""

    path: Path
    start: int
    end: int
    before: str
    after: str
    place: str


@dataclass
class Finding:
    """A text that may tell too much, with every place where it is. `reason` is why it is kept, "" while that
    is not decided.
    """

    kind: str
    text: str
    spans: list[Span] = field(default_factory=list)
    reason: str = ""

    @property
    def label(self) -> str:
        """What it looks like."""
        return KINDS[self.kind][0]

    @property
    def neutral(self) -> str:
        """The words in its place when it is cleared."""
        return KINDS[self.kind][1]

    @property
    def undecided(self) -> bool:
        """Whether a person has still to decide."""
        return not self.reason


@dataclass(frozen=True)
class Known:
    """What the reader's records know of the words of a text: whole names, and family names, folded."""

    phrases: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()


def texts_of(body: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """(path, text) of each text of a body that others would read."""
    if isinstance(body, dict):
        for key, value in body.items():
            if key not in NOT_READ:
                yield from texts_of(value, (*path, key))
    elif isinstance(body, list):
        for place, value in enumerate(body):
            yield from texts_of(value, (*path, place))
    elif isinstance(body, str):
        yield path, body


def findings(body: Any, known: Known, kept: Iterable[dict[str, str]] = ()) -> list[Finding]:
    """What a person has to decide about a body, the most telling kinds first; `kept` carry their reason."""
    reasons = {(one["kind"], fold(one["text"])): one["reason"] for one in kept}
    found: dict[tuple[str, str], Finding] = {}
    for path, text in texts_of(body):
        for kind, start, end in spans_in(text, known):
            said = text[start:end]
            one = found.setdefault((kind, said), Finding(kind, said))
            before, after = text[max(0, start - 60) : start], text[end : end + 60]
            one.spans.append(Span(path, start, end, before, after, place_of(body, path)))
    for (kind, said), one in found.items():
        one.reason = reasons.get((kind, fold(said)), "")
    order = list(KINDS)
    return sorted(found.values(), key=lambda one: (not one.undecided, order.index(one.kind), one.text))


def spans_in(text: str, known: Known) -> list[tuple[str, int, int]]:
    """[(kind, start, end)] in one text, none within another; what is surest first takes its place."""
    taken: list[tuple[str, int, int]] = []
    for kind, start, end in _candidates(text, known):
        if start < end and not any(start < to and of < end for _, of, to in taken):
            taken.append((kind, start, end))
    return sorted(taken, key=lambda one: one[1])


def _candidates(text, known):
    yield from (("reference", *match.span()) for match in references_pattern().finditer(text))
    for pattern in (EMAIL, HANDLE):
        yield from (("email", match.start(), match.end()) for match in pattern.finditer(text))
    yield from (("date", *match.span()) for match in DATE.finditer(text))
    for match in phonenumbers.PhoneNumberMatcher(text, REGION):
        yield "telephone", match.start, match.end
    for pattern in (UK_NUMBER, ABROAD):
        yield from (("telephone", *match.span()) for match in pattern.finditer(text))
    yield from (("postcode", *match.span()) for match in POSTCODE.finditer(text))
    yield from (
        ("vehicle", *match.span())
        for match in PLATE.finditer(text)
        if match[0].isupper() or TODAYS_PLATE.fullmatch(match[0])
    )
    yield from (("number", *match.span()) for match in NUMBER.finditer(text))
    yield from _known(text, known)
    yield from (("place", *match.span()) for match in PLACE.finditer(text))
    yield from (("name", *match.span()) for match in TITLED.finditer(text))
    for match in NAME.finditer(text):
        words = fold(match[0]).split()
        if not INSTITUTIONS.intersection(words) and not ALONE.issuperset(words):
            yield "name", *match.span()


LONGEST = 8  # words of a name


def _known(text, known):
    """Whole names and family names that records know, and the names of agencies, the longest first."""
    if not (known.phrases or known.surnames or known.agencies):
        return
    words = [(fold(match[0]), *match.span(), match[0]) for match in re.finditer(r"[\w'’]+", text)]
    for size in range(min(LONGEST, len(words)), 0, -1):
        for at in range(len(words) - size + 1):
            some = words[at : at + size]
            phrase = " ".join(word for word, *_ in some)
            if phrase in known.agencies and _telling(phrase, some):
                yield "agency", some[0][1], some[-1][2]
            elif phrase in known.phrases or (
                size == 1 and phrase in known.surnames and some[0][3][:1].isupper()
            ):
                yield "known", some[0][1], some[-1][2]


def _telling(phrase, words):
    """Whether these words name an agency: "Council" and "the council" alone do not."""
    return len(words) > 1 or (words[0][3][:1].isupper() and phrase not in INSTITUTIONS)


def place_of(body: Any, path: Path) -> str:
    """Where a text is, as people call it: "Steps “Visit the address”, details"."""
    words: list[str] = []
    here = body
    for key in path:
        here = here[key]
        if isinstance(key, int):
            if isinstance(here, dict):
                words[-1:] = [f"{words[-1] if words else ''} “{label_of(here)}”".strip()]
        else:
            words.append(str(key).replace("_", " ").replace("-", " "))
    said = " › ".join(words)
    return said[:1].upper() + said[1:]


def replaced(body: Any, finding: Finding, by: str) -> Any:
    """`body` with `by` in each place of a finding."""
    at: dict[Path, list[Span]] = {}
    for span in finding.spans:
        at.setdefault(span.path, []).append(span)

    def walk(value, path):
        if isinstance(value, dict):
            return {key: walk(one, (*path, key)) for key, one in value.items()}
        if isinstance(value, list):
            return [walk(one, (*path, place)) for place, one in enumerate(value)]
        put = _as_code(by) if _is_code(path) else by
        for span in sorted(at.get(path, ()), key=lambda one: -one.start):
            value = value[: span.start] + put + value[span.end :]
        return value

    return walk(body, ())


CODES = frozenset({"code", "goal", "tactic", "after"})  # what holds a short name and no sentence


def _is_code(path):
    return next((key for key in reversed(path) if isinstance(key, str)), "") in CODES


def _as_code(words):
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
