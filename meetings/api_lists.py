"""What the API lists of a meeting: its agenda and its decisions, as far as the system may see them. How many
items there are besides, and the number of an item, would tell of others: neither is said.
"""

from datetime import datetime
from uuid import UUID

from meetings.models import AgendaItem, Decision
from pam.access import visibility
from pam.api.resources import Listing
from pam.api.schemas import Row


class AgendaRow(Row):
    """An item of the agenda. `about` is its record, `outcome` a code of its kind of meeting."""

    title: str
    kind: str
    about: UUID | None
    notes: str
    outcome: str
    planned_minutes: int | None


class DecisionRow(Row):
    """A decision with its rationale. `made_at` is set where it was written later than it was made."""

    code: str
    item: UUID
    about: UUID | None
    text: str
    rationale: str
    alternatives: str
    dissent: str
    made_at: datetime | None


def _same(row, schema):
    left = {"about", "item"}
    names = [name for name in schema.model_fields if name not in left]
    about = row.about.uuid if row.about_id else None  # who sees the row opens the record
    return {name: getattr(row, name) for name in names} | {"about": about}


def _about(row):
    return row.about_id


AGENDA = Listing(
    kind="meeting",
    path="agenda",
    schema=AgendaRow,
    rows=lambda reader, record: visibility.visible_to(reader, AgendaItem).filter(
        record_id=record.pk, removed_at=None
    ),
    order=("position", "pk"),
    row=lambda row: _same(row, AgendaRow),
    what="agenda",
    words="The agenda of a meeting, in its order.",
    related=("about",),
    also=_about,
)
DECISIONS = Listing(
    kind="meeting",
    path="decisions",
    schema=DecisionRow,
    rows=lambda reader, record: visibility.visible_to(reader, Decision).filter(record_id=record.pk),
    order=("pk",),
    row=lambda row: _same(row, DecisionRow) | {"item": row.item.uuid},
    what="decisions",
    words="The decisions of a meeting, in the order in which they were recorded.",
    related=("about", "item"),
    also=_about,
)
