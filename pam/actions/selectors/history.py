"""Who changed an action, and what. The action came through the gate; its history has the same wall."""

from dataclasses import dataclass
from datetime import datetime

from pam.access.models import Membership
from pam.actions.models import Action
from pam.records.kinds import strand_label
from pam.ui.dates import long_date

FIELDS = ("title", "details", "strand", "plan", "owner_id", "due", "status", "outcome")
LABELS = {
    "title": "What",
    "details": "Details",
    "strand": "Strand",
    "plan": "Plan",
    "owner_id": "Owner",
    "due": "Due date",
    "status": "Status",
    "outcome": "Outcome",
}
LIMIT = 50


@dataclass(frozen=True)
class Change:
    """One save: when, by which person, and [(field, before, after)] (empty for the first)."""

    at: datetime
    by: str
    fields: list


def changes_of(action):
    """The saves of `action`, newest first; two queries, however many there are."""
    rows = (
        Action.history.filter(id=action.pk)
        .select_related("history_user")
        .order_by("-history_date", "-history_id")
    )
    rows = list(rows[: LIMIT + 1])
    owners = _owners(rows)
    return [
        Change(
            row.history_date,
            row.history_user.name if row.history_user else "",
            _differences(before, row, owners),
        )
        for row, before in zip(rows, [*rows[1:], None], strict=True)
    ][:LIMIT]


def _owners(rows):
    people = Membership.objects.filter(pk__in={row.owner_id for row in rows}).select_related("user")
    return {person.pk: person.user.name for person in people}


def _differences(before, after, owners):
    if before is None:
        return []
    return [
        (LABELS[field], _words(before, field, owners), _words(after, field, owners))
        for field in FIELDS
        if getattr(before, field) != getattr(after, field)
    ]


def _words(row, field, owners):
    value = getattr(row, field)
    if field == "owner_id":
        return owners.get(value, "")
    if field == "due":
        return long_date(value)
    if field == "strand":
        return strand_label(value)
    if field == "status":
        return row.get_status_display()
    return value
