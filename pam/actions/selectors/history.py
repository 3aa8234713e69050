"""Who changed an action, and what. The action came through the gate; its history has the same wall."""

from dataclasses import dataclass
from datetime import datetime

from pam.access.models import Agency, Membership, Team
from pam.actions.models import Action
from pam.actions.owners import ids_of, name_of
from pam.records.kinds import strand_label
from pam.ui.dates import long_date

FIELDS = ("title", "details", "strand", "plan", "owned_by", "holder", "acceptance", "answer")
FIELDS += ("due", "status", "outcome", "evidence")
LABELS = {
    "title": "What",
    "details": "Details",
    "strand": "Strand",
    "plan": "Plan",
    "owned_by": "Owner",
    "holder": "Named person",
    "acceptance": "Accepted",
    "answer": "Reason for declining",
    "due": "Due date",
    "status": "Status",
    "outcome": "Outcome",
    "evidence": "Evidence",
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
    """{numbers of person, team and agency: their name} of the owners in `rows`, which get `owned_by`."""
    for row in rows:
        row.owned_by = ids_of(row)
    found = {row.owned_by for row in rows}
    people = Membership.objects.select_related("user").in_bulk({person for person, _, _ in found if person})
    teams = Team.objects.in_bulk({team for _, team, _ in found if team})
    agencies = Agency.objects.in_bulk({agency for person, team, agency in found if not (person or team)})
    named = {}
    for person, team, agency in found:
        owner = people.get(person) or teams.get(team) or agencies.get(agency)
        named[person, team, agency] = name_of(owner) if owner else ""
    return named


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
    if field == "owned_by":
        return owners.get(value, "")
    if field == "due":
        return long_date(value)
    if field == "strand":
        return strand_label(value)
    if field in ("status", "acceptance"):
        return getattr(row, f"get_{field}_display")()
    return value
