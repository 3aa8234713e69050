"""What a profile is made of: plain values that are kept as JSON and printed by `pdf/profile.html`."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.utils import formats, timezone

Block = dict[str, Any]


def day(value: date | datetime | None) -> str:
    """ "22 November 2026"; "" for none."""
    if isinstance(value, datetime):
        value = timezone.localtime(value)
    return formats.date_format(value, "j F Y") if value else ""


def facts(rows: Iterable[tuple[str, Any]]) -> Block:
    """A list of (name, value); what is empty is left out."""
    return {"kind": "facts", "rows": [[name, str(value)] for name, value in rows if value not in (None, "")]}


def text(words: str, heading: str = "") -> Block:
    """A paragraph, with a heading of its own or without."""
    return {"kind": "text", "text": words, "heading": heading}


def table(heading: str, columns: list[str], rows: Iterable[Iterable[Any]], none: str = "") -> Block:
    """A table; `none` is said where it has no rows. Columns with nothing in them are left out."""
    cells = [[str(cell if cell is not None else "") for cell in row] for row in rows]
    kept = [n for n in range(len(columns)) if not cells or any(row[n] for row in cells)]
    return {
        "kind": "table",
        "heading": heading,
        "columns": [columns[n] for n in kept],
        "rows": [[row[n] for n in kept] for row in cells],
        "none": none,
    }


def bars(heading: str, rows: Iterable[tuple[str, int, str]], none: str = "") -> Block:
    """Bars beside their numbers: (name, number, words). The longest fills the width."""
    kept = [(name, number, words) for name, number, words in rows]
    longest = max((number for _, number, _ in kept), default=0) or 1
    return {
        "kind": "bars",
        "heading": heading,
        "rows": [[name, words, round(number / longest * 100)] for name, number, words in kept],
        "none": none,
    }
