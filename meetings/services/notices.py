"""Who is told about meetings: each verb calls one of these in its own transaction. Never the actor."""

from datetime import timedelta
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from meetings.models import Attendance, Meeting, MinutesCopy
from meetings.selectors.kinds import LOG, weight_of
from pam.access.models import Membership
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.actions.selectors.actions import people_of
from pam.notifications.services import enqueue

SOON = timedelta(days=1)  # what is said of a meeting that starts within it waits for no morning
CHANGES = ("starts_at", "place", "lead_id")  # what those who are invited are told about


def _is_soon(meeting):
    return meeting.starts_at - timezone.now() < SOON


def notify_invited(actor: Reader, meeting: Meeting, attendance: Attendance, person: Membership) -> None:
    """`person` is on the list now. A log invites no one: they come every day."""
    if weight_of(meeting) == LOG:
        return
    if person.pk != actor.membership_id:
        enqueue(
            "meeting_invited",
            meeting.uuid,
            [person],
            occasion=attendance.updated.isoformat(),
            urgent=_is_soon(meeting),
        )


def notify_withdrawn(actor: Reader, meeting: Meeting, attendance: Attendance, person: Membership) -> None:
    """`person` was taken off the list."""
    if person.pk != actor.membership_id:
        enqueue(
            "meeting_withdrawn",
            meeting.uuid,
            [person],
            occasion=attendance.updated.isoformat(),
            urgent=_is_soon(meeting),
        )


def notify_changed(actor: Reader, meeting: Meeting, before: Meeting) -> None:
    """Those who were invited, of another time, place or chair than `before`."""
    if meeting.state != Meeting.State.CALLED:
        return
    if all(getattr(before, field) == getattr(meeting, field) for field in CHANGES):
        return
    rows = Attendance.objects.filter(record_id=meeting.pk, removed_at=None).select_related("person")
    enqueue(
        "meeting_changed",
        meeting.uuid,
        [row.person for row in rows if row.person_id != actor.membership_id],
        occasion=str(meeting.version),
        batch=meeting.uuid,
        urgent=_is_soon(meeting),
    )


def notify_cancelled(actor: Reader, meeting: Meeting) -> None:
    """Those who were invited, that the meeting does not take place. A log invites no one."""
    if weight_of(meeting) == LOG:
        return
    rows = Attendance.objects.filter(record_id=meeting.pk, removed_at=None).select_related("person")
    enqueue(
        "meeting_cancelled",
        meeting.uuid,
        [row.person for row in rows if row.person_id != actor.membership_id],
        urgent=_is_soon(meeting),
    )


def notify_closed(actor: Reader, meeting: Meeting) -> None:
    """The secretary, that the minutes wait to be tidied and sent; where the chair has none, the chair."""
    secretary = meeting.secretary
    if secretary is None or secretary.pk == meeting.lead_id:
        notify_to_approve(actor, meeting)
    elif secretary.pk != actor.membership_id:
        enqueue("minutes_to_tidy", meeting.uuid, [secretary])


def notify_to_approve(actor: Reader, meeting: Meeting) -> None:
    """The chair, that the minutes wait for approval."""
    if meeting.lead and meeting.lead_id != actor.membership_id:
        enqueue("minutes_to_approve", meeting.uuid, [meeting.lead])


def notify_action(actor: Reader, meeting: Meeting, action: Action) -> None:
    """The people of the owner of an action that the meeting gave; one mail for all of them, when the meeting
    is over.
    """
    people = [person for person in people_of(action) if person.pk != actor.membership_id]
    enqueue("meeting_action", action.uuid, people, batch=meeting.uuid)


def notify_minutes_ready(copy: MinutesCopy) -> None:
    """The people named in a copy of the minutes, except the approver; one mail for several copies. Not of a
    log.
    """
    if copy.content.get("weight") == LOG:
        return
    people = Membership.objects.live().filter(principal_id__in=copy.for_principals)
    enqueue(
        "minutes_ready",
        copy.uuid,
        people.exclude(pk=copy.author_id),
        batch=uuid5(NAMESPACE_URL, f"pam:minutes:{copy.record_id}"),
    )
