"""A list as data or on paper, beside the spreadsheets (downloads.py); and how both say a value."""

import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.utils import timezone

from pam.access.errors import Refused
from pam.pdf.engine import render
from pam.pdf.errors import PdfUnavailable
from pam.ui.dates import in_london, long_moment
from pam.ui.training import NOT_REAL

JSON, PDF = "json", "pdf"
TYPES = {JSON: "application/json", PDF: "application/pdf"}
PDF_ROWS = "records.pdf_rows"


def plain(value: Any) -> Any:
    """A value as data: days and moments in ISO 8601, London's time, numbers with a point as text."""
    if isinstance(value, datetime):
        return in_london(value).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def words(value: Any) -> str:
    """A value on paper."""
    if isinstance(value, datetime | date):
        return long_moment(value)
    return "" if value is None else str(value)


@dataclass(frozen=True)
class About:
    """What a file says of itself: what it lists, its marking, who made it, what is left out, and whether
    nothing of it is real.
    """

    name: str
    marking: str
    said: str
    notes: list[str]
    training: bool


def list_as_data(about: About, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> IO[bytes]:
    """The JSON file of a list."""
    told = {
        "list": about.name,
        "marking": about.marking,
        **({"training": NOT_REAL} if about.training else {}),
        "about": about.said,
        "notes": about.notes,
        "rows": [dict(zip(columns, map(plain, row), strict=True)) for row in rows],
    }
    return io.BytesIO(json.dumps(told, ensure_ascii=False, indent=1).encode())


def list_on_paper(about: About, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> IO[bytes]:
    """The PDF of a list, a row below the other. Raises Refused where no PDF can be made."""
    pairs = [list(zip(columns, map(words, row), strict=True)) for row in rows]
    context = {**asdict(about), "rows": pairs}
    try:
        made = render("pdf/list.html", context, title=about.name, subject=about.said, created=timezone.now())
    except PdfUnavailable as error:
        raise Refused(str(error), code="no_pdf", field="kind") from error
    return io.BytesIO(made)
