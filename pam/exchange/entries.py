"""What is in a person's calendar: rooms of a kind of work register their own dates."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from pam.access.visibility import Reader


@dataclass(frozen=True)
class CalendarEntry:
    """One entry about the record with the number `record`: a day, or a moment. `words` say no more than a
    code or a reference, `path` is the page that it leads to.
    """

    uuid: UUID
    record: int
    words: str
    when: date | datetime
    path: str
    changed: datetime


Source = Callable[[Reader, bool], Iterator[CalendarEntry]]
_sources: list[Source] = []


def register_calendar(source: Source) -> None:
    """Adds entries: `source` takes the reader and whether references may be named, and asks the gate in one
    query. Called by a room's AppConfig.
    """
    _sources.append(source)


def registered_entries(reader: Reader, named: bool) -> Iterator[CalendarEntry]:
    """The entries of every room that registered some."""
    for source in _sources:
        yield from source(reader, named)
