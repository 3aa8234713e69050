"""Every write to a meeting, as verbs. Each takes `actor`, a `visibility.Reader`; rows come through the gate.

Calling, inviting, the agenda and everything in the room need `manage` on the meeting: its owner team, its
chair and its secretary have it. What is about a record is seen by those alone who may open that record.
Inviting is in `inviting.py`, approval and the PDFs are in `minutes.py`, the discussion in `discussion.py`,
the start and the end in `steps.py`; all are offered here too.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from meetings.conflicts.selectors import action_agencies, out_of
from meetings.conflicts.services import let_officers_see
from meetings.models import AgendaItem, Attendance, Decision, Meeting, MeetingAction
from meetings.selectors.kinds import body_of, kinds_in_force
from meetings.services import notices
from meetings.services.discussion import MINUTED_STATES, record_outcome, write_notes
from meetings.services.inviting import (
    OPEN_STATES,
    attend,
    invite,
    move_invitations,
    stay_invited,
    withdraw,
)
from meetings.services.minutes import APPROVED_STAYS, approve, lock
from meetings.services.moves import move_by_decision, move_in_words
from meetings.services.steps import close, start, undo_start
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.validation import require_text, save_valid
from pam.access.visibility import Reader
from pam.actions.owners import Owner
from pam.actions.proposals import SanitisedProposal
from pam.actions.services.sanitised import give as give_sanitised
from pam.actions.services.tracker import add as add_action
from pam.audit.services import Verb, log
from pam.frameworks.models import FrameworkVersion
from pam.records.bulk import add_parts
from pam.records.models import Entry, Record
from pam.records.services import add_part, chronicle, create_record, save_record

__all__ = [
    "add_item",
    "all_present",
    "approve",
    "call_meeting",
    "close",
    "decide",
    "invite",
    "move_item",
    "place_item",
    "raise_action",
    "raise_sanitised",
    "record_outcome",
    "remove_item",
    "save_meeting",
    "start",
    "take_attendance",
    "undo_start",
    "withdraw",
    "write_notes",
]


# --- Calling it ---


@transaction.atomic
def call_meeting(
    *,
    actor: Reader,
    meeting: Meeting,
    kind: FrameworkVersion | None = None,
    step: int = 1,
    without: Collection[str] = (),
) -> Meeting:
    """Keeps a new, unsaved meeting; chair and secretary are invited to it. With a `kind`, a version in force,
    it keeps that version and has its standing items, their positions `step` apart, `without` these (codes).

    Raises Refused as `create_record` does, for a chair or secretary who is not cleared for its marking, and
    for a kind that is not in force.
    """
    _require_clearance(meeting)
    if kind is not None:
        meeting.framework_version = kinds_in_force(actor).filter(pk=kind.pk).first()
        if meeting.framework_version is None:
            raise Refused("Select a kind of meeting from the list.", code="not_in_force", field="agenda_kind")
    create_record(actor=actor, record=meeting)
    _attend_named(actor, meeting)
    rows = enumerate(body_of(meeting).get("items", ()), 1)
    items = [_standing(row, place * step) for place, row in rows if row["code"] not in without]
    if items:
        add_parts(actor=actor, record=meeting, parts=items, level=Level.MANAGE, operation="add agenda items")
    return meeting


def _standing(row, position):
    return AgendaItem(
        title=row["title"],
        position=position,
        planned_minutes=row["minutes"],
        standing=row["code"],
        kind=row.get("kind", ""),
    )


@transaction.atomic
def put_back(*, actor: Reader, meeting: Meeting, standing: str) -> AgendaItem:
    """Puts a standing item that was left off back on the agenda, at the end: it is standing again, on the
    next meeting of the series.

    Raises PermissionDenied; Refused once the minutes are approved, and for an item that is on the agenda or
    that the meeting's kind does not have.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *OPEN_STATES)
    row = next((row for row in body_of(meeting).get("items", ()) if row["code"] == standing), None)
    rows = AgendaItem.objects.filter(record_id=meeting.pk, removed_at=None)
    if row is None or rows.filter(standing=standing, about=None).exists():
        raise Refused("This item is on the agenda already.", code="already_there")
    last = rows.order_by("-position").values_list("position", flat=True).first() or 0
    item = _standing(row, last + 1)
    return add_part(actor=actor, part=item, record=meeting, level=Level.MANAGE, operation="add agenda item")


@transaction.atomic
def save_meeting(*, actor: Reader, meeting: Meeting, version: int, changed: Collection[str] = ()) -> Meeting:
    """Saves an edited meeting that the form opened at `version`. If it was moved, so is the end of the
    invitations.

    Raises PermissionDenied without `manage`, Stale, or Refused (also once its minutes are approved).
    """
    before = lock(meeting, *OPEN_STATES)
    _require_clearance(meeting)
    save_record(actor=actor, record=meeting, version=version, changed=changed)
    notices.notify_changed(actor, meeting, before)
    _attend_named(actor, meeting)
    gone = {person for person in (before.lead, before.secretary) if person is not None}
    for person in gone - {meeting.lead, meeting.secretary}:
        stay_invited(actor=actor, meeting=meeting, person=person)
    if gone != {meeting.lead, meeting.secretary} - {None}:
        let_officers_see(actor, meeting)
    if before.starts_at != meeting.starts_at:
        move_invitations(actor=actor, meeting=meeting)
        title = f"Moved to {_day_and_time(meeting.starts_at)}"
        chronicle(actor=actor, record=meeting, kind="meeting", title=title)
    return meeting


def restore_value(*, actor: Reader, row: Meeting, version: int, changed: Collection[str]) -> Meeting:
    """Saves a meeting of which an earlier value was put back. Raises as `save_meeting`."""
    return save_meeting(actor=actor, meeting=row, version=version, changed=changed)


def _require_clearance(meeting):
    for field in ("lead", "secretary"):
        person = getattr(meeting, field)
        if person and person.clearance < meeting.marking:
            raise Refused(
                f"{person.user.name} is not cleared for {meeting.get_marking_display()}.",
                code="not_cleared",
                field=field,
            )


def _attend_named(actor, meeting):
    """Chair and secretary are on the attendance list."""
    for person in filter(None, (meeting.lead, meeting.secretary)):
        attend(actor=actor, meeting=meeting, person=person)


# --- The agenda ---


@transaction.atomic
def add_item(
    *,
    actor: Reader,
    meeting: Meeting,
    title: str = "",
    about: Record | None = None,
    below: AgendaItem | None = None,
) -> AgendaItem:
    """A new item of the agenda: free text, or about a Record that came through the gate for `actor`. It is
    the last one, or follows `below` and what was put there before.

    Raises PermissionDenied without `manage`; Refused without a title, or for a record that is there
    already.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *OPEN_STATES)
    live = AgendaItem.objects.filter(record_id=meeting.pk, removed_at=None)
    if about is not None:
        if about.pk == meeting.pk:
            raise Refused("A meeting cannot be on its own agenda.", code="own_agenda", field="about")
        if live.filter(about_id=about.pk).exists():
            raise Refused(f"{about.reference} is already on the agenda.", code="already_there", field="about")
        title = title.strip() or f"{about.reference} {about.title}"[:200]
    require_text(title, "Enter what the item is about.", field="title")
    last = live.aggregate(last=Max("position"))["last"] or 0
    position = below.position if below else last + 1
    item = AgendaItem(title=title.strip(), about_id=about.pk if about else None, position=position)
    return add_part(actor=actor, part=item, record=meeting, level=Level.MANAGE, operation="add agenda item")


@transaction.atomic
def move_item(*, actor: Reader, meeting: Meeting, item: AgendaItem, up: bool) -> None:
    """Moves an item one place up or down among those that the actor sees; at the end of the list it stays."""
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *OPEN_STATES)
    rows = list(
        AgendaItem.objects.select_for_update(of=("self",))
        .filter(record_id=meeting.pk, removed_at=None)
        .order_by("position", "pk")
    )
    here = next((i for i, row in enumerate(rows) if row.pk == item.pk), None)
    if here is None:
        return
    there = here + (-1 if up else 1)
    if not 0 <= there < len(rows):
        return
    mine, other = rows[here], rows[there]
    mine.position, other.position = other.position, mine.position
    if mine.position == other.position:  # two were added at once by people who did not see each other's
        mine.position, other.position = (there + 1, here + 1)
    for row in (mine, other):
        save_valid(row, update_fields=["position"])
    log(actor, Verb.ALTERATION, "order agenda", [meeting.pk])


@transaction.atomic
def place_item(*, actor: Reader, meeting: Meeting, item: AgendaItem, place: int) -> None:
    """Puts an item at a place (from 1) among those that the actor sees; beyond the end it is the last."""
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *OPEN_STATES)
    rows = list(
        AgendaItem.objects.select_for_update(of=("self",))
        .filter(record_id=meeting.pk, removed_at=None)
        .order_by("position", "pk")
    )
    here = next((i for i, row in enumerate(rows) if row.pk == item.pk), None)
    if here is None:
        return
    positions = sorted(row.position for row in rows)
    rows.insert(max(0, min(place - 1, len(rows) - 1)), rows.pop(here))
    at = -1
    for row, position in zip(rows, positions, strict=True):
        at = max(at + 1, position)  # two of one position come one after the other
        if row.position != at:
            row.position = at
            save_valid(row, update_fields=["position"])
    log(actor, Verb.ALTERATION, "order agenda", [meeting.pk])


@transaction.atomic
def remove_item(*, actor: Reader, meeting: Meeting, item: AgendaItem, reason: str = "") -> None:
    """Takes an item off the agenda. One that its kind or the last meeting brought needs a `reason`.

    Refused once it holds a decision, an action or notes: those are minuted; and without the reason.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *OPEN_STATES)
    row = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk, record_id=meeting.pk)
    if row.notes or row.decisions.exists() or row.raised.exists():
        raise Refused(
            "You cannot remove this item because it has notes, decisions or actions.",
            code="has_content",
        )
    if row.carried.exists():
        raise Refused(
            "You cannot remove this item because actions of earlier meetings are gone through here.",
            code="has_content",
        )
    if row.brought:
        require_text(reason, "Say why this item is taken off.", field="reason")
    row.removed_at = row.updated = timezone.now()
    row.removed_why = reason.strip()
    save_valid(row)
    log(actor, Verb.ALTERATION, "remove agenda item", [meeting.pk], reason=row.removed_why)


# --- In the room ---


@transaction.atomic
def take_attendance(*, actor: Reader, meeting: Meeting, attendance: Attendance, state: str) -> Attendance:
    """Notes that a person is present, sent apologies, or is absent. Until the minutes are approved."""
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *OPEN_STATES)
    row = Attendance.objects.select_for_update(of=("self",)).get(
        pk=attendance.pk, record_id=meeting.pk, removed_at=None
    )
    row.state, row.updated = state, timezone.now()
    save_valid(row)
    log(actor, Verb.ALTERATION, "take attendance", [meeting.pk])
    return row


@transaction.atomic
def all_present(*, actor: Reader, meeting: Meeting) -> int:
    """Notes as present everyone with nothing noted yet; returns how many."""
    visibility.require(actor, meeting, Level.MANAGE)
    waiting = Attendance.objects.filter(record_id=meeting.pk, removed_at=None, state=Attendance.State.INVITED)
    rows = list(waiting)
    for row in rows:
        take_attendance(actor=actor, meeting=meeting, attendance=row, state=Attendance.State.PRESENT)
    return len(rows)


@transaction.atomic
def decide(
    *,
    actor: Reader,
    meeting: Meeting,
    item: AgendaItem,
    text: str,
    rationale: str,
    move: str = "",
    alternatives: str = "",
    dissent: str = "",
    considered: Mapping[str, str] | None = None,
    made_at: datetime | None = None,
    late_why: str = "",
) -> Decision:
    """A decision on an item, with its rationale; a line in the chronology of the record that it is
    about. `move` is the code of a move between stages that the record makes by it (`moves.py`). `considered`
    is {code of a heading of the decision model: what was considered}. A late entry says when it was made
    (`made_at`) and why it is written later.

    Raises PermissionDenied, or Refused without text or rationale, unless the meeting is held or closed, for
    a late entry without the reason or of a time to come, or where the move cannot be made: then nothing is
    kept.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *MINUTED_STATES)
    require_text(text, "Enter what was decided.", field="text")
    require_text(rationale, "Enter why: the rationale is part of the decision.", field="rationale")
    if made_at is not None:
        if made_at > timezone.now():
            raise Refused("The time must be in the past.", code="too_late", field="made_at")
        require_text(late_why, "Say why it is written later.", field="late_why")
    words = move_in_words(actor, item, move) if move else ""
    decision = Decision(
        alternatives=alternatives.strip(),
        dissent=dissent.strip(),
        considered={code: said.strip() for code, said in (considered or {}).items() if said.strip()},
        made_at=made_at,
        late_why=late_why.strip() if made_at else "",
        item=item,
        about_id=item.about_id,
        text="\n\n".join(filter(None, [text.strip(), words])),
        rationale=rationale.strip(),
        withheld_from=out_of(item),
        for_principals=item.for_principals,
    )
    add_part(actor=actor, part=decision, record=meeting, level=Level.MANAGE, operation="record decision")
    _chronicle_decision(actor, item, text.strip(), rationale.strip())
    if move:
        move_by_decision(actor, decision, move)
    return decision


def _chronicle_decision(actor, item, text, rationale):
    """The decision in the chronology of the record discussed, for those agencies alone who took it or own the
    record: others who can open the record were not necessarily at the meeting, and learn nothing of it.
    """
    if item.about_id is None:
        return
    about = visibility.visible_to(actor, Record).filter(pk=item.about_id).first()
    if about is None or visibility.level(actor, about) < Level.CONTRIBUTE:
        return
    chronicle(
        actor=actor,
        record=about,
        kind=Entry.Kind.DECISION,
        title="Decision of a command meeting",
        text=f"{text}\n\nRationale: {rationale}",
        agencies=sorted({about.agency_id, actor.agency_id}),
    )


@transaction.atomic
def raise_action(
    *,
    actor: Reader,
    meeting: Meeting,
    item: AgendaItem,
    title: str,
    owner: Owner,
    due: date,
    holder: str = "",
    strand: str = "",
    details: str = "",
    on: Record | None = None,
) -> MeetingAction:
    """An action that the meeting gives a person, a team or an agency. It is on the item's record (or on the
    meeting, if the item is about none; `on` names another), in the meeting, and in its owner's list.

    Raises PermissionDenied; Refused if the actor can't add to the record, or the owner couldn't see the
    action.
    """
    record = _record_to_act_on(actor, meeting, item, on)
    action = add_action(
        actor=actor,
        record=record,
        title=title,
        owner=owner,
        holder=holder,
        due=due,
        strand=strand,
        details=details,
        agencies=action_agencies(record, item, owner),
        notify_owner=False,
        strand_needed=False,
    )
    return _raised(actor, meeting, item, action, on)


@transaction.atomic
def raise_sanitised(
    *, actor: Reader, meeting: Meeting, item: AgendaItem, proposal: SanitisedProposal
) -> MeetingAction:
    """A sanitised action that the meeting gives a person who may not see the item's record; `proposal` is
    a `SanitisedProposal`. Raises as `actions.sanitised.give` and `raise_action` do.
    """
    record = _record_to_act_on(actor, meeting, item)
    action = give_sanitised(actor=actor, record=record, proposal=proposal, notify_owner=False)
    return _raised(actor, meeting, item, action)


def _record_to_act_on(actor, meeting, item, on=None):
    """The record that an action of `item` is on. Raises Refused if the actor can't add to it."""
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *MINUTED_STATES)
    record = visibility.visible_to(actor, Record).get(pk=on.pk if on else item.about_id or meeting.pk)
    if visibility.level(actor, record) < Level.CONTRIBUTE:
        raise Refused(
            f"You can read {record.reference} but not add to it. Ask its owner to add the action.",
            code="cannot_contribute",
        )
    return record


def _raised(actor, meeting, item, action, on=None):
    raised = MeetingAction(
        item=item,
        about_id=on.pk if on else item.about_id,
        action=action,
        withheld_from=out_of(item),
        for_principals=item.for_principals,
    )
    notices.notify_action(actor, meeting, action)
    return add_part(actor=actor, part=raised, record=meeting, level=Level.MANAGE, operation="raise action")


def _day_and_time(moment):
    local = timezone.localtime(moment)
    return f"{local.day} {local:%B %Y, %H:%M}"


# What a service says once the minutes are approved; views show it instead of forms.
APPROVED = APPROVED_STAYS
