"""What the secretary types: an action in one line, and who was there and when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import time
from typing import Any

from django.db import transaction
from django.utils import timezone

from meetings.models import AgendaItem, Attendance, Meeting, MeetingAction
from meetings.secretary.line import Line, read_line
from meetings.services.conduct import raise_action
from meetings.services.inviting import OPEN_STATES
from meetings.services.minutes import lock
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.naming import Offer, name_of
from pam.access.validation import require_text, save_valid
from pam.access.visibility import Reader
from pam.actions.selectors.actions import every_owner
from pam.audit.services import Verb, log
from pam.records.models import Record
from pam.reference.selectors.settings import setting

MOST_NAMED = 6  # in the sentence that asks which was meant


@transaction.atomic
def raise_in_one_line(*, actor: Reader, meeting: Meeting, item: AgendaItem, line: str) -> MeetingAction:
    """Raises the action that `line` says: "@probation Fri curfew check". It is on the record that the line
    names, else on that of the item, else on the meeting.

    Raises as `raise_action`; Refused (field "line") for a line that names no owner, one who can't be found or
    several, no action, or a record that the actor can't find.
    """
    usual = setting("meetings.action_days", actor.agency_id)
    said = read_line(require_text(line, "Type the action.", field="line"), timezone.localdate(), usual)
    if said.no_day:
        raise Refused(
            f"{said.no_day} is not a real date. Change it, or leave it out.", code="no_day", field="line"
        )
    record = _record(actor, meeting, item, said)
    if not said.what:
        raise Refused("Say what needs to be done.", code="no_action", field="line")
    owner = find_owner(every_owner(actor, record), said.owner)
    try:
        return raise_action(
            actor=actor,
            meeting=meeting,
            item=item,
            title=said.what[:200],
            details=said.what if len(said.what) > 200 else "",
            owner=owner,
            due=said.due,
            on=record if said.record else None,
        )
    except Refused as refusal:
        raise Refused(refusal.message, code=refusal.code, field="line") from refusal


def _record(actor, meeting, item, said: Line) -> Record:
    rows = visibility.visible_to(actor, Record)
    if not said.record:
        return rows.get(pk=item.about_id or meeting.pk)
    found = rows.filter(reference=said.record).first()
    if found is None:
        raise Refused(f"You have no access to a record {said.record}.", code="no_record", field="line")
    return found


def find_owner(offer: Offer, words: str) -> Any:
    """The agency, team or person that `words` name, of those who can own the action: an agency before a team,
    a team before a person. Raises Refused (field "line") for none, or several.
    """
    if not words:
        raise Refused("Say who does it, with @ before the name: @probation.", code="no_owner", field="line")
    found = dict(offer.found(words, MOST_NAMED))
    for label in ("Agencies", "Teams", "People"):
        rows = found.get(label, [])
        exact = [row for row in rows if name_of(row).lower() == words.lower()]
        if len(exact or rows) == 1:
            return (exact or rows)[0]
        if rows:
            names = ", ".join(name_of(row) for row in rows[:MOST_NAMED])
            message = f"“{words}” can be several: {names}. Type more of the name, with dashes for blanks."
            raise Refused(message, code="several", field="line")
    message = f"No one called “{words}” can see this record and own an action on it."
    raise Refused(message, code="nobody", field="line")


@dataclass(frozen=True)
class Noted:
    """What is noted of a person at a meeting: `deputy_for` is the number of another on its list."""

    row: Attendance
    state: str
    arrived_at: time | None = None
    left_at: time | None = None
    deputy_for: int | None = None


@transaction.atomic
def record_register(
    *, actor: Reader, meeting: Meeting, noted: Collection[Noted], statement_read: bool
) -> int:
    """Notes who was there, when they came and left, whose deputies they are, and whether the confidentiality
    statement was read. Returns how many lines changed.

    Raises PermissionDenied without `manage`; Refused once the minutes are approved, and for a deputy of
    a person who is not on the list.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    current = lock(meeting, *OPEN_STATES)
    rows = Attendance.objects.select_for_update(of=("self",)).filter(record_id=meeting.pk, removed_at=None)
    by_number = {row.pk: row for row in rows}
    people, changed = {row.person_id for row in by_number.values()}, 0
    for one in noted:
        row = by_number[one.row.pk]
        if one.deputy_for is not None and (one.deputy_for not in people or one.deputy_for == row.person_id):
            raise Refused("Choose a person of the list.", code="invalid_choice", field=f"deputy_{row.pk}")
        new = (one.state, one.arrived_at, one.left_at, one.deputy_for)
        if new == (row.state, row.arrived_at, row.left_at, row.deputy_for_id):
            continue
        row.state, row.arrived_at, row.left_at, row.deputy_for_id = new
        row.updated = timezone.now()
        save_valid(row)
        changed += 1
    if statement_read != (current.statement_read_at is not None):
        current.statement_read_at = timezone.now() if statement_read else None
        save_valid(current, update_fields=["statement_read_at"])
    log(actor, Verb.ALTERATION, "take attendance", [meeting.pk])
    return changed
