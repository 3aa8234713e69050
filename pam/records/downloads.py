"""A list as a file: the rows that its reader sees, in the list's order. Leaving pam, it is a disclosure."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.db.models import QuerySet
from django.utils import timezone

from pam.access.conditions import conditions_each
from pam.access.levels import Marking
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.db.checks import rule_of
from pam.records.list_files import JSON, PDF, PDF_ROWS, About, list_as_data, list_on_paper
from pam.reference.selectors.settings import setting
from pam.ui.dates import long_moment
from pam.ui.sorting import Sorting
from pam.ui.spreadsheets import spreadsheet
from pam.ui.training import NOT_REAL

STEP = 250  # rows fetched at once
LIMIT = "records.download_rows"


@dataclass(frozen=True)
class ListFound:
    """What a download of a list would hold.

    `numbers` are its rows in the list's order, `records` the records that they are or hang off. `left_out` is
    how many were shared on condition that they are not copied: the list itself marks each of them. `limit` is
    the most rows that a file may have, `capped` whether there are more.
    """

    numbers: list[int]
    records: list[int]
    marking: Marking
    left_out: int
    limit: int
    capped: bool

    @property
    def notes(self) -> list[str]:
        """What the page and the file say about what is not in it."""
        said = []
        if self.capped:
            said.append(f"Only the first {self.limit:,} rows of the list are included.")
        if self.left_out:
            rows = "1 row is" if self.left_out == 1 else f"{self.left_out:,} rows are"
            said.append(f"{rows} left out, shared on condition that nothing is printed or copied.")
        return said


@dataclass(frozen=True)
class ListColumns:
    """The columns of a list's file: their headings, and `cells(reader, numbers)`, which gives {number: cells}
    of some of its rows in a constant number of queries.
    """

    name: str
    headings: tuple[str, ...]
    cells: Callable[[Reader, list[int]], dict[int, list[Any]]]


def find_rows(reader: Reader, rows: QuerySet, sorting: Sorting) -> ListFound:
    """What a file of `rows` (through the gate, narrowed by the filters) would hold: three queries at most.

    A row that speaks of another record (its model's `Gated.also`) is left out, marked and logged as of both.
    """
    limit, also = setting(LIMIT, reader.agency_id), getattr(rule_of(rows.model), "also", ())
    number = "record_id" if hasattr(rows.model, "record_id") else "pk"
    columns = ("pk", number, *(f"{name}_id" for name in also), "marking", *(f"{n}__marking" for n in also))
    keys = list(rows.order_by(*sorting.order).values_list(*columns)[: limit + 1])
    capped, keys = len(keys) > limit, keys[:limit]
    places = slice(1, len(also) + 2)
    records = {key[0]: {*key[places]} - {None} for key in keys}
    held = conditions_each(reader, set().union(*records.values())) if keys else {}
    closed = {record for record, conditions in held.items() if conditions.no_print}
    kept = [key for key in keys if not records[key[0]] & closed]
    marked = {one for key in kept for one in key[places.stop :]} - {None}
    return ListFound(
        numbers=[key[0] for key in kept],
        records=sorted({record for key in kept for record in records[key[0]]}),
        marking=Marking(max(marked, default=Marking.OFFICIAL)),
        left_out=len(keys) - len(kept),
        limit=limit,
        capped=capped,
    )


def download_list(
    *, actor: Reader, found: ListFound, columns: ListColumns, kind: str, recipient: str, reason: str
) -> IO[bytes]:
    """The file of `kind` (csv, xlsx, json, pdf) with the rows `found`, logged as a disclosure to `recipient`
    that names each record. On paper are fewer. Raises Refused where no PDF can be made.
    """
    if kind in OTHER:
        file = _other(kind, actor, found, columns)
    else:
        file = spreadsheet(kind, _lines(actor, found, columns))
    log(
        actor,
        Verb.DISCLOSURE,
        "download list",
        found.records,
        detail=f"{columns.name}, {len(found.numbers):,} rows",
        recipient=recipient,
        reason=reason,
    )
    return file


OTHER = {JSON: list_as_data, PDF: list_on_paper}


def _other(kind, actor, found, columns):
    numbers, notes = found.numbers, list(found.notes)
    most = setting(PDF_ROWS, actor.agency_id)
    if kind == PDF and len(numbers) > most:
        numbers = numbers[:most]
        notes.append(f"Only the first {most:,} are on paper. The spreadsheet holds more.")
    rows = _rows(actor, numbers, columns)
    about = About(columns.name, found.marking.label, _said(actor, columns), notes, actor.training)
    return OTHER[kind](about, columns.headings, rows)


def _said(actor, columns):
    by = f"{actor.name}, {actor.agency_name}, {long_moment(timezone.now())}"
    return f"{columns.name}. Downloaded from pam by {by}. Follow the marking and handling of each row."


def _lines(actor: Reader, found: ListFound, columns: ListColumns) -> Iterator[Iterable[Any]]:
    yield [found.marking.label]
    if actor.training:
        yield [NOT_REAL]
    yield [_said(actor, columns)]
    for note in found.notes:
        yield [note]
    yield columns.headings
    yield from _rows(actor, found.numbers, columns)


def _rows(actor, numbers, columns):
    for start in range(0, len(numbers), STEP):
        step = numbers[start : start + STEP]
        cells = columns.cells(actor, step)
        yield from (cells[number] for number in step if number in cells)
