"""Files that a spreadsheet opens: CSV and XLSX, row by row, with no cell that is taken for a formula.

openpyxl is imported where it is used: few processes write a spreadsheet, and each would read its 180 files.
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterable
from typing import IO, Any

IN_MEMORY = 4 * 1024 * 1024  # bytes; what is longer goes to a temporary file
CSV, XLSX = "csv", "xlsx"
TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula: one that begins like one gets an apostrophe (OWASP, CSV
    injection).
    """
    return "'" + cell if cell[:1] in "=+-@\t\r" and cell else cell


def _cell(value: Any) -> Any:
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if value is None:
        return ""
    return harmless(ILLEGAL_CHARACTERS_RE.sub("", value)) if isinstance(value, str) else value


def spreadsheet(kind: str, rows: Iterable[Iterable[Any]]) -> IO[bytes]:
    """A binary file of `kind` (CSV or XLSX), at its beginning, with these rows.

    Cells are texts, numbers, dates or None. Rows are taken one by one and are never in memory together.
    Raises KeyError for another kind.
    """
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # the response closes it
    {CSV: _write_csv, XLSX: _write_xlsx}[kind](file, ([_cell(cell) for cell in row] for row in rows))
    file.seek(0)
    return file


def workbook(sheets: Iterable[tuple[str, Iterable[Iterable[Any]]]]) -> IO[bytes]:
    """A binary XLSX file with these sheets, [(name, rows)], each cell as in `spreadsheet`."""
    from openpyxl import Workbook

    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # the response closes it
    book = Workbook(write_only=True)
    for name, rows in sheets:
        sheet = book.create_sheet(re.sub(r"[\\\\/*?:\[\]]", " ", name)[:31])
        for row in rows:
            sheet.append([_cell(cell) for cell in row])
    book.save(file)
    file.seek(0)
    return file


def _write_csv(file, rows):
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    csv.writer(text).writerows(rows)
    text.detach()


def _write_xlsx(file, rows):
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("List")
    for row in rows:
        sheet.append(row)
    book.save(file)
