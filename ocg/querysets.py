"""Filters of organised crime groups, chained after the gate."""

from django.utils import timezone

from pam.records.search import matching


def filtered(rows, reader, wanted):
    """`rows` of groups narrowed by the list's filters (the cleaned data of `OcgFilters`).

    Closed groups are left out unless `closed` is asked for, or the stage itself.
    """
    for name in ("stage", "tier", "marking"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    if wanted.get("mine"):
        rows = rows.filter(lead_id=reader.membership_id)
    if wanted.get("overdue"):
        rows = rows.filter(next_review__lt=timezone.localdate(), closed_at=None)
    if not (wanted.get("closed") or wanted.get("stage")):
        rows = rows.filter(closed_at=None)
    return matching(rows, wanted["q"], kind="ocg") if wanted.get("q") else rows
