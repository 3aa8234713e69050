"""What tells one secretary's page that another has written: a version and a fingerprint of each item."""

import json
from collections.abc import Iterable
from hashlib import sha256

from meetings.models import AgendaItem, Attendance, Meeting
from meetings.selectors.meetings import agenda, attendance
from pam.access.visibility import Reader


def state_of_item(item: AgendaItem, people: Iterable[Attendance]) -> str:
    """The fingerprint of what is recorded on an item (of an `agenda`), and of the attendance beside it; the
    discussion has the item's version.
    """
    told = [item.outcome, item.title]
    told += [f"d{row.pk} {row.version}" for row in item.raised_decisions]
    told += [f"a{row.pk} {row.raised_action.version}" for row in item.raised_actions]
    told += [f"c{row.pk} {row.came_to} {row.moved_to}" for row in item.carried_actions]
    told += [f"p{row.pk} {row.state} {row.arrived_at} {row.left_at}" for row in people]
    return sha256("|".join(told).encode()).hexdigest()[:16]


def states(reader: Reader, meeting: Meeting) -> str:
    """{uuid of an item: [its version, its fingerprint]} of the items that `reader` sees, as JSON."""
    people = attendance(reader, meeting)
    found = {str(item.uuid): [item.version, state_of_item(item, people)] for item in agenda(reader, meeting)}
    return json.dumps(found)
