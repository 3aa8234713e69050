"""The figures that rooms register: what each is called, how exact it is on a past day, how it is found."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from pam.access.visibility import Reader
from pam.ui.dates import LONDON


@dataclass(frozen=True)
class Figure:
    """One figure. `lines` names what its list holds ("Without a lead"), `exact` says how exact it is on a day
    that has passed.
    """

    code: str
    title: str
    lines: str
    exact: str


@dataclass(frozen=True)
class Line:
    """A line of the list behind a figure: the number of a record that the reader may open, and what there is
    to say of it.
    """

    record: int
    words: str


@dataclass(frozen=True)
class Found:
    """A figure on a day: in `words`, with the `behind` it; `parts` are [(name, words)] that it is made of.
    `warns` says that an inspector would ask about it.
    """

    words: str
    behind: list[Line]
    parts: list[tuple[str, str]] = field(default_factory=list)
    warns: bool = False


@dataclass(frozen=True)
class Evidence:
    """The figures of one room. `find(reader, day)` gives (what they count over in words, {code: Found}), in a
    number of queries that does not depend on how many records there are.
    """

    code: str
    title: str
    figures: tuple[Figure, ...]
    find: Callable[[Reader, date], tuple[str, dict[str, Found]]]


_registered: dict[str, Evidence] = {}


def register_evidence(evidence: Evidence) -> None:
    """Makes the figures of a room known. Called by its AppConfig."""
    _registered[evidence.code] = evidence


def all_evidence() -> list[Evidence]:
    """What each room registered, in the order of the rooms."""
    return list(_registered.values())


def figure_named(code: str) -> tuple[Evidence, Figure] | None:
    """(the room's evidence, the figure) with this code, or None."""
    for evidence in _registered.values():
        for figure in evidence.figures:
            if figure.code == code:
                return evidence, figure
    return None


def end_of(day: date) -> datetime:
    """The moment at which a day is over, in London."""
    return datetime.combine(day + timedelta(days=1), time(), LONDON)


def of(number: int, all_of_them: int) -> str:
    """ "3 of 41", "None of 41", "None"."""
    if not all_of_them:
        return "None"
    return f"{number:,} of {all_of_them:,}" if number else f"None of {all_of_them:,}"
