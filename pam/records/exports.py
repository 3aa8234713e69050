"""A record as a file, as its reader sees it: a workbook, CSV files in a ZIP, data, or paper. Leaving pam,
it is a disclosure. What it holds are the sections that the rooms register (`sections.py`).
"""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.utils import timezone

from pam.access import visibility
from pam.access.conditions import conditions_of
from pam.access.errors import Refused
from pam.access.levels import Marking
from pam.access.validation import require_listed, require_text
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.pdf.engine import render
from pam.records.downloads import LIMIT
from pam.records.list_files import JSON, PDF, PDF_ROWS, plain, words
from pam.records.models import Record
from pam.records.sections import sections_of
from pam.reference.selectors.settings import setting
from pam.ui.dates import in_london, long_moment
from pam.ui.spreadsheets import CSV, spreadsheet, workbook
from pam.ui.training import NOT_REAL

XLSX, ZIP = "xlsx", "zip"
KINDS = {
    XLSX: ("Spreadsheet (XLSX), a sheet for each section", "xlsx"),
    ZIP: ("Comma-separated values (CSV), a file for each section in a ZIP", "zip"),
    JSON: ("Data for programs (JSON)", "json"),
    PDF: ("Paper (PDF)", "pdf"),
}
TYPES = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ZIP: "application/zip",
    JSON: "application/json",
    PDF: "application/pdf",
}


@dataclass(frozen=True)
class Part:
    """One section with its rows; `cut` says that it has more."""

    code: str
    label: str
    columns: Sequence[str]
    rows: list[Sequence[Any]]
    cut: bool


@dataclass(frozen=True)
class Whole:
    """A record as its reader sees it now."""

    record: Record
    marking: Marking
    parts: list[Part]
    said: str
    notes: list[str]
    training: bool = False


def whole_of(reader: Reader, record: Record, kind: str) -> Whole:
    """What a file of `kind` would hold of `record`, which `reader` opened. Paper has fewer rows of a
    section.
    """
    most = setting(PDF_ROWS if kind == PDF else LIMIT, reader.agency_id)
    parts, highest = [], record.marking
    for section in sections_of(record):
        rows = list(section.rows(reader, record, most + 1))
        parts.append(Part(section.code, section.label, section.columns, rows[:most], len(rows) > most))
        highest = max(highest, section.marked(reader, record))
    by = f"{reader.name}, {reader.agency_name}, {long_moment(timezone.now())}"
    notes = [
        f"Only the first {most:,} rows of {part.label.lower()} are included." for part in parts if part.cut
    ]
    conditions = conditions_of(reader, record)
    if conditions:
        notes.append(f"Shared on condition: {conditions.short}.")
    said = f"{record.reference} as {by} saw it in pam. Follow its marking and handling."
    return Whole(record, Marking(highest), parts, said, notes, reader.training)


def export_record(*, actor: Reader, record: Record, kind: str, recipient: str, reason: str) -> IO[bytes]:
    """The file of `kind` (a key of `KINDS`) of `record`, logged as a disclosure to `recipient`.

    Raises NoLongerVisible; Refused where it was shared on condition that nothing is printed or copied.
    """
    visibility.require(actor, record, visibility.Level.VIEW)
    require_listed([kind], KINDS, field="kind")
    recipient = require_text(recipient, "Enter who will receive the file.", field="recipient")
    reason = require_text(reason, "Enter what the file is for.", field="reason")
    if conditions_of(actor, record).no_print:
        words = "This was shared with you on condition that nothing is printed or copied."
        raise Refused(words, code="no_copy")
    whole = whole_of(actor, record, kind)
    file = {XLSX: _xlsx, ZIP: _zip, JSON: _json, PDF: _pdf}[kind](whole)
    log(
        actor,
        Verb.DISCLOSURE,
        "export record",
        [record.pk],
        detail=f"{record.reference}, {kind.upper()}",
        recipient=recipient,
        reason=reason,
    )
    return file


def _head(whole):
    yield [whole.marking.label]
    if whole.training:
        yield [NOT_REAL]
    if whole.record.handling:
        yield [whole.record.handling]
    yield [whole.said]
    for note in whole.notes:
        yield [note]


def _cell(value):
    """A value as a spreadsheet takes it: moments in London's time, numbers as numbers."""
    if isinstance(value, datetime):
        return in_london(value).replace(tzinfo=None, microsecond=0)
    return value


def _lines(part):
    yield part.columns
    for row in part.rows:
        yield [_cell(value) for value in row]


def _xlsx(whole):
    sheets = [("About", list(_head(whole)))]
    sheets += [(part.label, [[whole.marking.label], *_lines(part)]) for part in whole.parts]
    return workbook(sheets)


def _zip(whole):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("about.csv", spreadsheet(CSV, _head(whole)).read())
        for part in whole.parts:
            lines = [[whole.marking.label], *_lines(part)]
            archive.writestr(f"{part.code}.csv", spreadsheet(CSV, lines).read())
    packed.seek(0)
    return packed


def _json(whole):
    told = {
        **({"training": NOT_REAL} if whole.training else {}),
        "reference": whole.record.reference,
        "marking": whole.marking.label,
        "handling": whole.record.handling,
        "about": whole.said,
        "notes": whole.notes,
        "sections": {
            part.code: {
                "label": part.label,
                "cut": part.cut,
                "rows": [dict(zip(part.columns, map(plain, row), strict=True)) for row in part.rows],
            }
            for part in whole.parts
        },
    }
    return io.BytesIO(json.dumps(told, ensure_ascii=False, indent=1).encode())


def _pdf(whole):
    parts = [
        (part, [list(zip(part.columns, map(words, row), strict=True)) for row in part.rows])
        for part in whole.parts
        if part.rows
    ]
    context = {
        "marking": whole.marking.label,
        "training": whole.training,
        "handling": whole.record.handling,
        "reference": whole.record.reference,
        "record": whole.record,
        "parts": parts,
        "said": whole.said,
        "notes": whole.notes,
    }
    title = f"{whole.record.reference} {whole.record.title}"
    made = render("pdf/record.html", context, title=title, subject=whole.said, created=timezone.now())
    return io.BytesIO(made)
