"""Help for a reader: their agency's own words before those that come with pam."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import yaml
from django.db.models import QuerySet

from pam.access.visibility import Reader
from pam.db.folding import fold
from pam.db.kept import Kept
from pam.help.models import HelpSeen, HelpText

TEXTS = Path(__file__).parent / "texts"
KEEPERS = ("administrator", "supervisor")  # roles that change an agency's help


def _ask():
    """{(kind, place): {number of the agency or None: row}}."""
    found: dict[tuple[str, str], dict[int | None, HelpText]] = {}
    for row in HelpText.objects.order_by("label__folded", "pk"):
        found.setdefault((row.kind, row.place), {})[row.agency_id] = row
    return found


_all = Kept(_ask, HelpText)


def _for(reader, of_place):
    return of_place.get(reader.agency_id) or of_place.get(None)


def line_for(reader: Reader, place: str) -> HelpText | None:
    """The line of procedure that people of the reader's agency see at `place`."""
    row = _for(reader, _all().get((HelpText.Kind.LINE, place), {}))
    return row if row and row.text else None


def lines_for(reader: Reader) -> list[tuple[HelpText, HelpText | None]]:
    """[(the line that comes with pam, the agency's own or None)] of every place, by name."""
    rows = [at for (kind, _), at in _all().items() if kind == HelpText.Kind.LINE and None in at]
    return [(at[None], at.get(reader.agency_id)) for at in rows]


def terms_for(reader: Reader, words: str = "") -> list[HelpText]:
    """The glossary, in which each of `words` is found, by name."""
    wanted = fold(words).split()
    rows = [_for(reader, at) for (kind, _), at in _all().items() if kind == HelpText.Kind.TERM]
    found = [row for row in rows if row]
    found = [row for row in found if all(word in fold(f"{row.label} {row.text}") for word in wanted)]
    return sorted(found, key=lambda row: fold(row.label))


def shipped_line(uuid: UUID) -> HelpText | None:
    """The line of pam's own with this uuid."""
    return HelpText.objects.filter(kind=HelpText.Kind.LINE, agency=None, uuid=uuid).first()


def own_text(reader: Reader, kind: str, **of: Any) -> HelpText | None:
    """A text of the reader's own agency, by its `place` or `uuid`."""
    return HelpText.objects.filter(kind=kind, agency_id=reader.agency_id, **of).first()


def seen_of(reader: Reader) -> QuerySet[HelpSeen]:
    """What the reader has seen: one row, or none yet."""
    return HelpSeen.objects.filter(user_id=reader.user_id)


@dataclass(frozen=True)
class News:
    """What is new in one release."""

    on: date
    title: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    """One step of a tour: what it says, and the URL name of the page that it is about."""

    title: str
    text: str
    page: str = ""


@dataclass(frozen=True)
class Tour:
    """A tour for people with one of `roles` (anyone, without any)."""

    code: str
    title: str
    roles: tuple[str, ...]
    steps: tuple[Step, ...]


@cache
def news() -> tuple[News, ...]:
    """What is new, the newest release first: data that comes with the release."""
    rows = yaml.safe_load((TEXTS / "news.yaml").read_text())
    return tuple(News(row["day"], row["title"], tuple(row["items"])) for row in rows)


@cache
def tours() -> tuple[Tour, ...]:
    """Every tour; the first one that fits is a person's."""
    rows = yaml.safe_load((TEXTS / "tours.yaml").read_text())
    return tuple(
        Tour(row["code"], row["title"], tuple(row["roles"]), tuple(Step(**step) for step in row["steps"]))
        for row in rows
    )


def tour_for(reader: Reader) -> Tour:
    """The tour for what the reader does."""
    return next(tour for tour in tours() if not tour.roles or reader.has_role(*tour.roles))
