"""Lists of one kind of record: the spine alone finds a page and counts; the kind's own rows are fetched after
it.
"""

from django.db.models import OuterRef

from pam.access import visibility
from pam.access.conditions import Conditions, HeldConditions, conditions_each, conditions_in
from pam.access.paging import page
from pam.db.prepared import prepared_statements
from pam.records.models import Record
from pam.records.selectors.names import named
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


# What every list of one kind of record shows of a row.
SHOWN = (
    "uuid",
    "kind",
    "reference",
    "title",
    "marking",
    "handling",
    "agency",
    "agency__short_name",
    "lead",
    "lead__user",
    "lead__user__name",
    "next_review",
    "closed_at",
    "stage",
    "stage_version",
)


def shown_rows(reader, model, *own):
    """The records of one kind that `reader` may see, with what a list shows of each: `SHOWN`, the `own`
    columns of the kind, and on what conditions they are read. For `KeptRows`.
    """
    rows = visibility.visible_to(reader, model).select_related("lead__user", "agency")
    return rows.only(*SHOWN, *own).annotate(held=HeldConditions("pk", reader))


def shown_parts(reader, rows, *own):
    """`rows` of what hangs off records (through the gate) with what a list over all records shows of each: on
    what conditions it is read, the name of its record (`names_in`), and where some are named its `own`
    columns alone. For `KeptRows`.
    """
    rows = rows.only("uuid", "record", "marking", *own) if own else rows
    return rows.annotate(held=HeldConditions("record_id", reader), named=named(reader, OuterRef("record_id")))


def kind_page(request, kind, rows, order, kept_rows):
    """One page (`paging.Page`) of the records of `kind`, as `kept_rows` (`KeptRows`) fetches them.

    `rows` are records through the gate, narrowed by the list's filters; what belongs to the kind's own table
    is reached as `ocg__stage`. The reader is asked about again for the kind's rows.
    """
    return page(rows.filter(kind=kind), order, request, fetch=kept_rows.of(request.reader))


def attach_conditions(reader, rows):
    """Gives each of `rows` (records, or what hangs off one) its `conditions`: those on which `reader` reads
    it, none for most.

    What was shared on conditions says so in lists and among what a search finds, too. One query, or none for
    rows that were fetched with it as `held`.
    """
    rows = list(rows)
    if all(hasattr(row, "held") for row in rows):  # `HeldConditions`, fetched with them
        for row in rows:
            row.conditions = conditions_in(row.held) if row.held else NONE
        return
    with prepared_statements():
        held = conditions_each(reader, {getattr(row, "record_id", row.pk) for row in rows})
    for row in rows:
        row.conditions = held.get(getattr(row, "record_id", row.pk), NONE)


def records(request):
    """The records that the reader may open, of every kind: where a list begins."""
    return visibility.visible_to(request.reader, Record)
