"""What is known of a record in a few lines, for a screen in a room: each room registers what it knows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pam.access.visibility import Reader
from pam.records.models import Record


@dataclass(frozen=True)
class KnownLine:
    """One line: what it is called, and what it says. `points` are numbers in their order, for a line that is
    drawn.
    """

    label: str
    text: str
    points: Sequence[int] = ()


Finder = Callable[[Reader, Record, datetime | None], Iterable[KnownLine]]


def _summary(reader, record, since):
    return [KnownLine("Summary", record.summary)] if record.summary else []


_finders: list[tuple[tuple[str, ...], Finder]] = [((), _summary)]


def register_known(finder: Finder, kinds: tuple[str, ...] = ()) -> None:
    """Adds lines to the records of `kinds` (all): `finder(reader, record, since)` reads through the
    gate, in a constant number of queries; `since` is when it was last talked about. Called by a room's
    AppConfig.
    """
    _finders.append((kinds, finder))


def known_of(reader: Reader, record: Record, since: datetime | None = None) -> list[KnownLine]:
    """What `reader` may know of the record, in the order of registration."""
    found: list[KnownLine] = []
    for kinds, finder in _finders:
        if not kinds or record.kind in kinds:
            found += finder(reader, record, since)
    return found
