"""What the chair does in the room beside minuting: moves on, sets an item aside, notes for themselves, and
says yes to the wall. Each needs `manage` on the meeting.
"""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from meetings.conflicts.selectors import out_among
from meetings.live.models import PrivateNote, RoomState, ShownOnWall
from meetings.models import AgendaItem, Attendance, Meeting
from meetings.services.minutes import lock
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership
from pam.access.validation import save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.records.services import add_part

OPEN_STATES = (Meeting.State.CALLED, Meeting.State.HELD, Meeting.State.CLOSED)


@transaction.atomic
def go_to(*, actor: Reader, meeting: Meeting, item: AgendaItem) -> RoomState:
    """The room is at `item` from now on; the time at the item before is added to it. An item that was set
    aside is taken up again.

    Raises PermissionDenied; Refused unless the meeting is being held.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, Meeting.State.HELD)
    state = RoomState.objects.select_for_update(of=("self",)).filter(record_id=meeting.pk).first()
    if state is None:
        state = RoomState(at_item=item, since=timezone.now())
        add_part(actor=actor, part=state, record=meeting, level=Level.MANAGE, operation="move to item")
    elif state.at_item_id != item.pk:
        _leave(state)
        state.at_item, state.since, state.updated = item, timezone.now(), timezone.now()
        save_valid(state, update_fields=["at_item", "since", "updated"])
        log(actor, Verb.ALTERATION, "move to item", [meeting.pk])
    row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk, record_id=meeting.pk)
    if row.parked_at:
        row.parked_at = None
        save_valid(row, update_fields=["parked_at"])
    return state


@transaction.atomic
def park(*, actor: Reader, meeting: Meeting, item: AgendaItem) -> AgendaItem:
    """Sets an item aside, to come back to it later in the meeting. Raises as `go_to`."""
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, Meeting.State.HELD)
    row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk, record_id=meeting.pk)
    if row.parked_at is None:
        row.parked_at = timezone.now()
        save_valid(row, update_fields=["parked_at"])
        log(actor, Verb.ALTERATION, "set item aside", [meeting.pk])
    return row


def leave(meeting: Meeting) -> None:
    """The room is at no item any longer: part of closing the meeting."""
    state = RoomState.objects.select_for_update(of=("self",)).filter(record_id=meeting.pk).first()
    if state is not None and state.at_item_id:
        _leave(state)
        state.at_item, state.since, state.updated = None, None, timezone.now()
        save_valid(state, update_fields=["at_item", "since", "updated"])


def _leave(state):
    """Adds the stay that ends to its item, where the person at work sees that."""
    rows = AgendaItem.objects.select_for_update(of=("self",)).filter(pk=state.at_item_id)
    row = rows.first() if state.since else None
    if row is not None:
        row.spent += max(int((timezone.now() - state.since).total_seconds()), 0)
        save_valid(row, update_fields=["spent"])


@transaction.atomic
def show_on_wall(
    *, actor: Reader, meeting: Meeting, item: AgendaItem, people: Collection[int]
) -> ShownOnWall:
    """The wall shows `item` though `people` (numbers of memberships, present) may not see it. Who comes in
    later and may not see it either is not covered.

    Raises PermissionDenied; Refused unless the meeting is being held, where no one of them is present, and,
    by name, for a person who is out of the item for a conflict of interest: no yes covers that.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, Meeting.State.HELD)
    if out := out_among(item, people):
        raise Refused(barred_words(out), code="out_of_item")
    rows = Attendance.objects.filter(record_id=meeting.pk, removed_at=None, person_id__in=people)
    present = rows.filter(state__in=Attendance.HERE).select_related("person__user")
    present = list(present.order_by("person__user__name__folded", "pk"))
    if not present:
        raise Refused("Everyone present can see this item already.", code="seen_by_all")
    shown = ShownOnWall(item=item, about_id=item.about_id, people=[row.person_id for row in present])
    add_part(actor=actor, part=shown, record=meeting, level=Level.MANAGE, operation="show on the wall")
    names = ", ".join(row.person.user.name for row in present)
    about = [item.about_id] if item.about_id else []
    log(actor, Verb.DISCLOSURE, "show on the wall", [meeting.pk, *about], detail=f"Shown to {names}"[:200])
    return shown


def barred_words(out: Collection[Membership]) -> str:
    """Why the wall does not show an item while `out` are in the room."""
    names = ", ".join(f"{one.user.name} ({one.agency.short_name})" for one in out)
    be = "is" if len(out) == 1 else "are"
    return (
        f"{names} {be} out of this item for a conflict of interest: the wall cannot show it while they are "
        "in the room. Ask them to leave, and note it."
    )


@transaction.atomic
def step_out(*, actor: Reader, meeting: Meeting, attendance: Attendance) -> Attendance:
    """A person leaves the room for now: the wall asks no more what they may see. They are present for part.

    Raises PermissionDenied; Refused unless the meeting is being held and they are in the room.
    """
    row = _to_move(actor, meeting, attendance)
    if row.state not in Attendance.HERE or row.is_out(timezone.now()):
        raise Refused("They are not in the room.", code="not_here")
    if row.state == Attendance.State.PRESENT:
        row.state = Attendance.State.PART
    row.left_at, row.updated = timezone.localtime().time().replace(microsecond=0), timezone.now()
    save_valid(row, update_fields=["state", "left_at", "updated"])
    log(actor, Verb.ALTERATION, "note leaving the room", [meeting.pk])
    return row


@transaction.atomic
def come_back(*, actor: Reader, meeting: Meeting, attendance: Attendance) -> Attendance:
    """A person who had left is in the room again. Raises as `step_out`."""
    row = _to_move(actor, meeting, attendance)
    if row.left_at is None or row.state not in Attendance.HERE:
        raise Refused("They did not leave the room.", code="not_out")
    row.left_at, row.updated = None, timezone.now()
    save_valid(row, update_fields=["left_at", "updated"])
    log(actor, Verb.ALTERATION, "note coming back", [meeting.pk])
    return row


def _to_move(actor, meeting, attendance):
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, Meeting.State.HELD)
    rows = Attendance.objects.select_for_update(of=("self",))
    return rows.get(pk=attendance.pk, record_id=meeting.pk, removed_at=None)


@transaction.atomic
def stop_showing(*, actor: Reader, meeting: Meeting, item: AgendaItem) -> None:
    """Takes back the yes for an item. Raises PermissionDenied; Refused in the wrong state."""
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *OPEN_STATES)
    rows = ShownOnWall.objects.select_for_update(of=("self",))
    for row in rows.filter(record_id=meeting.pk, item_id=item.pk, ended_at=None):
        row.ended_at = row.updated = timezone.now()
        save_valid(row, update_fields=["ended_at", "updated"])
    log(actor, Verb.ALTERATION, "take off the wall", [meeting.pk])


@transaction.atomic
def note_privately(*, actor: Reader, meeting: Meeting, item: AgendaItem, text: str) -> PrivateNote:
    """Keeps the actor's own note on an item, in place of what it said. Raises PermissionDenied, or Refused
    once the minutes are approved.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *OPEN_STATES)
    rows = PrivateNote.objects.select_for_update(of=("self",))
    note = rows.filter(item_id=item.pk, author_id=actor.membership_id).first()
    if note is None:
        principal = Membership.objects.get(pk=actor.membership_id).principal_id
        note = PrivateNote(item=item, about_id=item.about_id, for_principals=[principal], text=text.strip())
        return add_part(
            actor=actor, part=note, record=meeting, level=Level.MANAGE, operation="note privately"
        )
    note.text, note.updated = text.strip(), timezone.now()
    save_valid(note, update_fields=["text", "updated"])
    log(actor, Verb.ALTERATION, "note privately", [meeting.pk])
    return note
