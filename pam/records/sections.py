"""What a record's own file holds, section by section: each room registers what it knows of a record."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pam.access.visibility import Reader
from pam.records.models import Record

FIRST, LAST = 0, 100


@dataclass(frozen=True)
class Section:
    """One table of a record's file: `rows(reader, record, most)` gives, through the gate, at most `most`
    rows of plain values (texts, numbers, dates, None), one for each of `columns`; in a constant number of
    queries.

    `kinds` are the codes of the kinds of record that have it, none for all; `place` is where it comes
    (`FIRST` to `LAST`). `marked(reader, record)` gives the highest marking of its own that a row has, 0 for
    that of the record.
    """

    code: str
    label: str
    columns: Sequence[str]
    rows: Callable[[Reader, Record, int], Iterable[Sequence[Any]]]
    kinds: tuple[str, ...] = ()
    place: int = 50
    marked: Callable[[Reader, Record], int] = lambda reader, record: 0


_sections: list[Section] = []


def register_section(section: Section) -> None:
    """Makes a section known; called by its room's AppConfig. Raises ValueError for a second one with its code
    on one kind of record: they would be two files with one name.
    """
    for one in _sections:
        apart = one.kinds and section.kinds and not {*one.kinds} & {*section.kinds}
        if one.code == section.code and not apart:
            raise ValueError(f"Two sections have the code {section.code}.")
    _sections.append(section)


def sections_of(record: Record) -> list[Section]:
    """The sections that a record of this kind has, in their order."""
    found = [one for one in _sections if not one.kinds or record.kind in one.kinds]
    return sorted(found, key=lambda one: one.place)
