"""Filters of organised crime groups, chained after the gate."""

from pam.search.selectors import matching


def filtered(rows, reader, wanted):
    """`rows` (records) narrowed by the list's filters (the cleaned data of `OcgFilters`).

    Closed groups are left out unless `closed` is asked for, or the stage itself.
    """
    for name, column in (("stage", "ocg__stage"), ("tier", "ocg__tier"), ("marking", "marking")):
        if wanted.get(name):
            rows = rows.filter(**{column: wanted[name]})
    if wanted.get("mine"):
        rows = rows.led_by(reader)
    if wanted.get("overdue"):
        rows = rows.review_overdue()
    if not (wanted.get("closed") or wanted.get("stage")):
        rows = rows.current()
    return matching(reader, rows, wanted["q"], kind="ocg") if wanted.get("q") else rows
