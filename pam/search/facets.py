"""What a search found, by kind, strand, agency and date: how many of each, and the choice of some.

Only what the reader may see is counted, of at most `MOST_COUNTED` rows of each kind: the figures of a kind
that has more end in "+".
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from pam.access import visibility
from pam.access.models import Agency
from pam.records.models import Record

MOST_COUNTED = 200  # rows of each kind
SINCE = {"7": "Last 7 days", "30": "Last 30 days", "365": "Last 12 months"}
DIMENSIONS = ("kind", "agency", "strand", "since")


@dataclass(frozen=True)
class Hit:
    """A row that was found: its place in the order (`number`, `updated`, `tier`), and what it counts for."""

    number: int
    updated: datetime
    tier: int
    kind: str
    agency: int | None = None
    strand: str = ""

    @property
    def place(self):
        """As `selectors.ids` answers."""
        return self.number, self.updated, self.tier


@dataclass(frozen=True)
class Narrowing:
    """Which of the rows found a person wants to see; each empty: all."""

    kind: str = ""
    agency: str = ""
    strand: str = ""
    since: str = ""

    def fits(self, hit: Hit, now: datetime) -> bool:
        """Whether `hit` is one of them."""
        return (
            self.kind in ("", hit.kind)
            and self.agency in ("", str(hit.agency))
            and self.strand in ("", hit.strand)
            and (not self.since or hit.updated >= now - timedelta(days=int(self.since)))
        )

    @property
    def is_further(self) -> bool:
        """Whether it asks for more than a kind."""
        return bool(self.agency or self.strand or self.since)


@dataclass(frozen=True)
class StrandOf:
    """The strand of the rows of one kind: the `path` to it from `model`, and the words for what is there."""

    model: type
    path: str
    words: Callable[[Any], str] = str


_strands: dict[str, StrandOf] = {}


def register_strand(code: str, strand: StrandOf) -> None:
    """Makes the rows of a kind of record or of a source countable by strand; called by an AppConfig."""
    _strands[code] = strand


def hits_of(reader, numbers: dict[str, list], models: dict[str, type]) -> list[Hit]:
    """A Hit for each of `numbers` ({code: what `selectors.ids` answers}), those of one code in their order.
    `models` are the models of the codes that are no kind of record.
    """
    agencies, strands = {}, {}
    records = [number for code, rows in numbers.items() if code not in models for number, *_ in rows]
    for number, agency in _values(reader, Record, records, "agency_id"):
        agencies[Record, number] = agency
    for code, rows in numbers.items():
        wanted = [number for number, *_ in rows]
        if code in models:
            for number, agency in _values(reader, models[code], wanted, "author_agency_id"):
                agencies[models[code], number] = agency
        if code in _strands:
            for number, strand in _values(reader, _strands[code].model, wanted, _strands[code].path):
                strands[code, number] = _strands[code].words(strand) if strand else ""
    return [
        Hit(
            number,
            updated,
            tier,
            code,
            agencies[models.get(code, Record), number],
            strands.get((code, number), ""),
        )
        for code, rows in numbers.items()
        for number, updated, tier in rows
        if (models.get(code, Record), number) in agencies
    ]


def _values(reader, model, numbers, path):
    return visibility.visible_to(reader, model).filter(pk__in=numbers).values_list("pk", path)


def narrowed(hits: Iterable[Hit], narrowing: Narrowing) -> dict[str, list]:
    """{code: places} of the `hits` that fit."""
    found: dict[str, list] = {}
    now = timezone.now()
    for hit in hits:
        if narrowing.fits(hit, now):
            found.setdefault(hit.kind, []).append(hit.place)
    return found


def choices(
    hits: list[Hit], narrowing: Narrowing, labels: dict[str, str]
) -> dict[str, list[tuple[str, str]]]:
    """{dimension: [(value, "label (how many)")]}: how many rows each choice would show beside the others.

    `labels` are the names of the codes.
    """
    now, found = timezone.now(), {}
    full = {code for code, number in Counter(hit.kind for hit in hits).items() if number > MOST_COUNTED}
    names = dict(Agency.objects.filter(pk__in={hit.agency for hit in hits}).values_list("pk", "name"))
    words = {
        "kind": labels,
        "agency": {str(number): name for number, name in names.items()},
        "strand": {hit.strand: hit.strand for hit in hits if hit.strand},
    }
    for dimension in DIMENSIONS:
        beside = replace(narrowing, **{dimension: ""})
        rows = [hit for hit in hits if beside.fits(hit, now)]
        if dimension == "since":
            counted = {days: [hit for hit in rows if Narrowing(since=days).fits(hit, now)] for days in SINCE}
            order, label = list(SINCE), SINCE
        else:
            counted = {}
            for hit in rows:
                counted.setdefault(str(getattr(hit, dimension)), []).append(hit)
            label = words[dimension]
            order = sorted(label, key=list(label).index if dimension == "kind" else label.get)
        found[dimension] = [
            (value, f"{label[value]} ({_figure(counted.get(value, ()), full)})")
            for value in order
            if counted.get(value) or getattr(narrowing, dimension) == value
        ]
    return found


def _figure(hits, full):
    """How many `hits` are, with a "+" if there are more than were counted."""
    return f"{min(len(hits), MOST_COUNTED):,}{'+' if any(hit.kind in full for hit in hits) else ''}"
