"""Log rows as a file that a spreadsheet opens."""

import csv
import io
import tempfile
from datetime import UTC

from pam.ui.spreadsheets import harmless

LIMIT = 200_000
STEP = 2_000
HEADINGS = [
    "When (UTC)",
    "Operation",
    "How",
    "Who",
    "Acting for",
    "From address",
    "Request",
    "Records",
    "What",
    "Given to",
]  # no reasons in people's own words: these are opened line by line (pam_open_reason)


class TooMany(Exception):
    """There are more rows than one file may hold."""


def written_out(page):
    """A binary file, at its beginning, with every row that `page(before, limit)` gives. Raises TooMany.

    Rows are fetched in steps, so that a long log is never in memory whole.
    """
    file = tempfile.SpooledTemporaryFile(max_size=4 * 1024 * 1024)  # the response closes it
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    out = csv.writer(text)
    out.writerow(HEADINGS)
    before, written = None, 0
    while rows := page(before, STEP):
        out.writerows(_cells(row) for row in rows)
        before, written = rows[-1].pk, written + len(rows)
        if written > LIMIT:
            raise TooMany(f"There are more than {LIMIT:,} lines: choose fewer days")
        if len(rows) < STEP:
            break
    text.detach()
    file.seek(0)
    return file


def _cells(row):
    references = ", ".join(row.references) + (f" and {row.unnamed} more" if row.unnamed else "")
    cells = [
        row.at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S"),
        row.get_verb_display(),
        row.operation,
        row.actor_name,
        row.agency_name,
        row.address or "",
        row.request_id,
        references,
        row.detail,
        row.recipient,
    ]
    return [harmless(cell) for cell in cells]
