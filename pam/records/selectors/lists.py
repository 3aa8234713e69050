"""Lists of one kind of record: the spine alone finds a page and counts; the kind's own rows are fetched after
it.
"""

from pam.access import visibility
from pam.access.conditions import Conditions, conditions_each
from pam.access.paging import page
from pam.db.prepared import prepared_statements
from pam.records.models import Record
from pam.ui.sorting import Column, Sorting

NONE = Conditions()


def kind_sorting(request, label, risk):
    """The orders of a list of one kind of record: the highest risk first, of these the next review first.

    `label` heads the column of their titles, `risk` that of their grade or tier.
    """
    return Sorting(
        request,
        Column("risk", risk, "priority", then=("next_review__or_last",)),
        Column("changed", "Last changed", "-updated", heading=False),
        Column("title", label, "title__folded"),
        Column("review", "Next review", "next_review__or_last"),
    )


def kind_page(request, model, kind, rows, order, related=()):
    """One page (`paging.Page`) of the records of `kind`, as rows of its `model` with their `related` rows.

    `rows` are records through the gate, narrowed by the list's filters; what belongs to the kind's own table
    is reached as `ocg__stage`. The reader is asked about again for the kind's rows.
    """
    kinds_own = visibility.visible_to(request.reader, model).select_related(*related)
    return page(rows.filter(kind=kind), order, request, fetch=kinds_own.in_bulk)


def attach_conditions(reader, rows):
    """Gives each of `rows` (records, or what hangs off one) its `conditions`: those on which `reader` reads
    it, none for most.

    What was shared on conditions says so in lists and among what a search finds, too. Two queries at most.
    """
    with prepared_statements():
        held = conditions_each(reader, {getattr(row, "record_id", row.pk) for row in rows}) if rows else {}
    for row in rows:
        row.conditions = held.get(getattr(row, "record_id", row.pk), NONE)


def records(request):
    """The records that the reader may open, of every kind: where a list begins."""
    return visibility.visible_to(request.reader, Record)
