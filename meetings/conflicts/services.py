"""The chair's ruling on a conflict of interest: it closes an item to a person, and opens it again."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from meetings.conflicts.models import Conflict
from meetings.conflicts.selectors import out_of
from meetings.models import (
    AgendaItem,
    Attendance,
    CarriedAction,
    Decision,
    ItemProposal,
    Meeting,
    MeetingAction,
    Paper,
    ShownOnWall,
    Wording,
)
from meetings.packs.services import close_packs
from meetings.services.minutes import lock
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.models import Membership
from pam.access.validation import require_text, save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.records.services import add_part, save_part

OF_ITEM = (CarriedAction, Decision, ItemProposal, MeetingAction, Paper, Wording)
CLOSED = ("withheld_from", "for_principals")
OPEN_STATES = (Meeting.State.CALLED, Meeting.State.HELD, Meeting.State.CLOSED)


@transaction.atomic
def declare(
    *, actor: Reader, meeting: Meeting, item: AgendaItem, person: Membership, words: str, ruling: str
) -> Conflict:
    """Notes the conflict of interest of `person`, who is invited, at `item`, with the chair's ruling. "Out"
    closes the item, its decisions and its actions in the meeting to them immediately.

    Raises PermissionDenied without `manage`; Refused once the minutes are approved, without words, for a
    person who is not invited, has one at this item already, or who chairs or writes the meeting and would be
    out: another person must do so first.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *OPEN_STATES)
    require_text(words, "Say what the conflict is.", field="words")
    invited = Attendance.objects.filter(record_id=meeting.pk, person=person, removed_at=None)
    if not invited.exists():
        raise Refused("Choose a person who is invited.", code="not_invited", field="person")
    if Conflict.objects.filter(item=item, person=person, ended_at=None).exists():
        raise Refused("A conflict is noted for this person already.", code="already_there", field="person")
    if ruling == Conflict.Ruling.OUT and person.pk in {meeting.lead_id, meeting.secretary_id}:
        raise Refused(
            "The chair and the secretary cannot be out of an item. Choose another for the meeting first.",
            code="chairs",
            field="ruling",
        )
    if ruling == Conflict.Ruling.OUT:
        _off_the_wall(item, person)
    conflict = Conflict(item=item, about_id=item.about_id, person=person, words=words.strip(), ruling=ruling)
    add_part(
        actor=actor,
        part=conflict,
        record=meeting,
        agencies=[meeting.agency_id],  # what they declared is for those who run the meeting
        level=Level.MANAGE,
        operation="note conflict",
    )
    if ruling == Conflict.Ruling.OUT:
        close_as_item(item)
    return conflict


@transaction.atomic
def end(*, actor: Reader, meeting: Meeting, conflict: Conflict, reason: str) -> Conflict:
    """Ends a conflict that was noted by mistake or is over; what was closed is open to the person again.

    Raises PermissionDenied; Refused without a reason, once the minutes are approved, and to who is out by it.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *OPEN_STATES)
    if conflict.person_id == actor.membership_id and conflict.ruling == Conflict.Ruling.OUT:
        raise Refused("Another person who runs the meeting ends your conflict of interest.", code="own")
    require_text(reason, "Say why.", field="reason")
    row = Conflict.objects.select_for_update(of=("self",)).get(pk=conflict.pk, record_id=meeting.pk)
    row.ended_at = row.updated = timezone.now()
    save_part(actor=actor, part=row, version=row.version, level=Level.MANAGE, operation="end conflict")
    log(actor, Verb.ALTERATION, "end conflict", [meeting.pk], reason=reason)
    close_as_item(AgendaItem.objects.get(pk=row.item_id))
    return row


def carry_conflicts(actor: Reader, meeting: Meeting, carried: dict[int, AgendaItem]) -> None:
    """Takes the conflicts that hold at items of an earlier meeting over to those that they became in
    `meeting` ({number there: item}). Part of the verb that carries them; the chair rules anew. The chair and
    the secretary of `meeting` cannot be out of its items.
    """
    found = visibility.visible_to(actor, Conflict).filter(item_id__in=carried, ended_at=None)
    for row in found.exclude(person_id__in={meeting.lead_id, meeting.secretary_id} - {None}):
        item = carried[row.item_id]
        conflict = Conflict(
            item=item, about_id=item.about_id, person_id=row.person_id, words=row.words, ruling=row.ruling
        )
        add_part(
            actor=actor,
            part=conflict,
            record=meeting,
            agencies=[meeting.agency_id],
            level=Level.MANAGE,
            operation="carry conflict",
        )
        close_as_item(item)


def _off_the_wall(item, person):
    """Ends what the chair let the wall show of an item to a person who is out of it from now on."""
    rows = ShownOnWall.objects.select_for_update(of=("self",))
    for row in rows.filter(item_id=item.pk, ended_at=None, people__contains=[person.pk]):
        row.ended_at = row.updated = timezone.now()
        save_valid(row, update_fields=["ended_at", "updated"])


def close_as_item(item: AgendaItem) -> None:
    """Writes into the item, its papers, the proposal that it came of and all that was recorded on it who is
    out, and which people it is confidential to. A case that is heard at it follows (pam_case_as_item).
    """
    out, named = out_of(item), item.for_principals
    keys = {AgendaItem: "pk"} | dict.fromkeys(OF_ITEM, "item_id")
    for model, key in keys.items():
        for row in model.objects.select_for_update(of=("self",)).filter(**{key: item.pk}):
            row.withheld_from = either(row.own_withheld, out) if model is CarriedAction else out
            own = row.own_principals if model in (CarriedAction, Paper) else None
            row.for_principals = both(own, named)
            save_valid(row, update_fields=CLOSED)
    item.withheld_from = out
    # After the database has closed these lines as the item is closed (pam_carried_as_given).
    given = MeetingAction.objects.filter(item=item).values_list("action_id", flat=True)
    carried = CarriedAction.objects.select_for_update(of=("self",)).filter(action_id__in=list(given))
    for row in carried.exclude(record_id=item.record_id).select_related("item"):
        close_as_given(row, row.item, out, named)
        save_valid(row, update_fields=[*CLOSED, "own_withheld", "own_principals"])
    close_packs(item)


def close_as_given(
    row: CarriedAction, item: AgendaItem, out: list[int] | None, named: list[int] | None
) -> None:
    """Says of the line of a carried action who was out of the item that gave the action, and which people
    that is confidential to; besides what `item`, where it is gone through, says. Its chair and its secretary
    see it too, if they were not out.
    """
    row.own_withheld, row.own_principals = out, with_officers(named, row.record_id, out)
    row.withheld_from = either(row.own_withheld, item.withheld_from)
    row.for_principals = both(row.own_principals, item.for_principals)


def with_officers(named: list[int] | None, meeting_id: int, out: Collection[int] | None) -> list[int] | None:
    """The principals that something is confidential to, with the chair and the secretary of a meeting, who
    have to run it; without those who are `out` of it. None for what is confidential to no one in particular.
    """
    if named is None:
        return None
    meeting = Meeting.objects.filter(pk=meeting_id).values_list("lead_id", "secretary_id").first() or ()
    officers = Membership.objects.filter(pk__in=[one for one in meeting if one]).values_list("principal_id")
    return sorted({*named, *(number for (number,) in officers)} - set(out or ()))


def let_officers_see(actor: Reader, meeting: Meeting) -> None:
    """Opens what is confidential to the actor and others to the chair and the secretary too, who have to run
    the meeting. Part of the verb that changes these: what the actor does not see stays closed to them, until
    a person who is named lets them see it.
    """
    rows = Paper.objects.select_for_update(of=("self",)).filter(record_id=meeting.pk)
    for paper in rows.exclude(own_principals=None):
        paper.own_principals = with_officers(paper.own_principals, meeting.pk, None)
        paper.for_principals = both(paper.own_principals, paper.for_principals)
        save_valid(paper, update_fields=["own_principals", "for_principals"])
        close_as_item(paper.item)
    for item in AgendaItem.objects.filter(record_id=meeting.pk).exclude(for_principals=None):
        named = with_officers(item.for_principals, meeting.pk, None)
        if named != item.for_principals:
            item.for_principals = named
            close_as_item(item)


def either(own: list[int] | None, others: list[int] | None) -> list[int] | None:
    """The principals that are in one of both lists; None for no one."""
    return sorted({*(own or ()), *(others or ())}) or None


def close_as_before(actor: Reader, meeting: Meeting, former: AgendaItem, item: AgendaItem) -> None:
    """Closes an item that takes the place of `former`, which was taken off, to those that was closed to."""
    item.for_principals = former.for_principals
    close_as_item(item)
    carry_conflicts(actor, meeting, {former.pk: item})


def both(own: list[int] | None, others: list[int] | None) -> list[int] | None:
    """The principals that are in both lists; None means that a list says nothing."""
    if own is None or others is None:
        return others if own is None else own
    return sorted(set(own) & set(others))
