"""Filters of organised crime groups, chained after the gate."""

from django.utils import timezone

from ocg.facts.selectors import in_area
from ocg.models import Ocg
from pam.lists.counting import few_rows, tally
from pam.reference.selectors.trees import with_parts
from pam.search.selectors import matching


def filtered(rows, reader, wanted):
    """`rows` (records) narrowed by the list's filters (the cleaned data of `OcgFilters`).

    Closed groups are left out unless `closed` is asked for, or the stage itself.
    """
    for name, column in (("stage", "stage"), ("tier", "ocg__tier"), ("marking", "marking")):
        if wanted.get(name):
            rows = rows.filter(**{column: wanted[name]})
    if wanted.get("crime"):
        rows = rows.filter(ocg__crimes__overlap=with_parts(wanted["crime"]))
    if wanted.get("community"):
        rows = rows.filter(ocg__communities__overlap=with_parts(wanted["community"]))
    if wanted.get("group_kind"):
        rows = rows.filter(ocg__group_kind__in=with_parts(wanted["group_kind"]))
    if wanted.get("place"):
        rows = rows.filter(pk__in=in_area(reader, with_parts(wanted["place"])))
    if wanted.get("children"):
        rows = rows.filter(ocg__children=Ocg.Known.YES)
    if wanted.get("mine"):
        rows = rows.led_by(reader)
    if wanted.get("overdue"):
        rows = rows.review_overdue()
    if not (wanted.get("closed") or wanted.get("stage")):
        rows = rows.current()
    return matching(reader, rows, wanted["q"], kind="ocg") if wanted.get("q") else rows


def counted(rows, reader, wanted, choices):
    """How many of `rows` (records) each filter that is not chosen yet would leave: {filter: {value: count}},
    or None for a long list. A stage shows archived groups too, so all are counted for it. `choices` are those
    of each filter.
    """
    rows = filtered(rows, reader, {**wanted, "closed": True}).filter(kind="ocg")
    found = few_rows(rows, "stage", "ocg__tier__code", "marking", "lead_id", "next_review", "closed_at")
    if found is None:
        return None
    shown = found if wanted.get("closed") or wanted.get("stage") else [row for row in found if not row[5]]
    today = timezone.localdate()
    counts = {
        "stage": tally((row[0] for row in found), choices["stage"]),
        "tier": tally((row[1] for row in shown), choices["tier"]),
        "marking": tally((row[2] for row in shown), choices["marking"]),
        "mine": {"on": sum(row[3] == reader.membership_id for row in shown)},
        "overdue": {"on": sum(not row[5] and row[4] is not None and row[4] < today for row in shown)},
    }
    return {name: count for name, count in counts.items() if not wanted.get(name)}
