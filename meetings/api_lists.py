"""What the API lists of a meeting: its agenda and its decisions, as far as the system may see them. How many
items there are besides, and the number of an item, would give away others: neither is said.
"""

from datetime import datetime
from uuid import UUID

from meetings.models import AgendaItem, Decision
from pam.access import visibility
from pam.access.levels import Level
from pam.api.resources import Listing
from pam.api.schemas import Row


class AgendaRow(Row):
    """An item of the agenda. `about` is its record, `outcome` a code of its kind of meeting. `notes`, the
    discussion as it was typed, is for a system that manages the meeting: others get minutes.
    """

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


def _without_discussion(reader, rows):
    """The discussion as it was typed is for who runs the meeting, as on its pages."""
    if rows and visibility.level(reader, rows[0]) < Level.MANAGE:
        for row in rows:
            row.notes = ""


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
    prepare=_without_discussion,
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
