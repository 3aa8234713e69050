"""How many actions of each record of a list are open, and how many of these are overdue."""

from collections.abc import Sequence
from datetime import date

from django.db.models import OuterRef, Subquery

from pam.access import visibility
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.db.prepared import prepared_statements
from pam.records.models import Record


def open_and_overdue(reader: Reader, today: date) -> Subquery:
    """The two counts of the actions that `reader` may see, of each record of a queryset: annotated as
    `waiting`, they are fetched with the rows.
    """
    return Subquery(visibility.visible_to(reader, Action).waiting_of(OuterRef("pk"), today))


def attach_counts(reader: Reader, rows: Sequence[Record]) -> None:
    """Gives each of `rows` its `open_actions` and `overdue_actions`. One query; none for rows that were
    fetched with them as `waiting`.
    """
    if all(hasattr(row, "waiting") for row in rows):
        found = {row.pk: row.waiting or (0, 0) for row in rows}
    else:
        with prepared_statements():
            actions = visibility.visible_to(reader, Action).filter(record_id__in=[row.pk for row in rows])
            found = actions.waiting_by_record()
    for row in rows:
        row.open_actions, row.overdue_actions = found.get(row.pk, (0, 0))  # type: ignore[attr-defined]
