"""What people are told about meetings: invited, changed, withdrawn, minutes to approve and ready, actions."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from meetings.invitations.calendar import CANCEL, REQUEST, invitation, length_of
from meetings.models import (
    Attendance,
    Meeting,
    MeetingAction,
    MinutesCopy,
    MinutesVersion,
    Research,
    UpdateRequest,
)
from meetings.services.minutes import may_approve
from meetings.updates.services import ASKED, CHASED
from pam.access import visibility
from pam.actions.events import about_action
from pam.notifications.events import About, register_event, register_kind
from pam.notifications.models import Delivery
from pam.ui.dates import long_date, long_moment

GATHERED = timedelta(minutes=2)  # changes made one after the other go in one mail
# After which it is asked whether the meeting is over: less than from one run of the mail job to the next.
ASKED_AGAIN = timedelta(seconds=10)
LONGEST = timedelta(hours=12)  # a meeting that nobody closed keeps its actions back no longer


def _meeting(delivery, reader):
    return visibility.visible_to(reader, Meeting).filter(uuid=delivery.about).first()


def _about(meeting, page="meetings:detail", detail="", attach=None):
    path = reverse(page, args=[meeting.uuid])
    return About(path, meeting.reference, detail, threads=(meeting.uuid,), attach=attach)


def _calendar(meeting, method, delivery, length):
    """What makes the file for the recipient's calendar: a time and a link."""

    def attach(with_reference):
        body = invitation(
            meeting,
            method=method,
            to=delivery.recipient.user.email,
            length=length,
            with_reference=with_reference,
        )
        return "meeting.ics", body, f"text/calendar; method={method}"

    return attach


def _invited(delivery, reader):
    """The meeting, if it is still to come and the recipient is still on the list."""
    row = _meeting(delivery, reader)
    if row is None or row.state != Meeting.State.CALLED:
        return None
    attends = visibility.visible_to(reader, Attendance).filter(
        record_id=row.pk, person_id=reader.membership_id, removed_at=None
    )
    if not attends.exists():
        return None
    attach = _calendar(row, REQUEST, delivery, length_of(reader, row))
    return _about(row, detail=long_moment(row.starts_at), attach=attach)


def _withdrawn(delivery, reader):
    """The meeting that the recipient can no longer open: asked as the system, and told only to people who
    were told about the invitation, nothing more than they were told then.
    """
    row = Meeting.objects.filter(uuid=delivery.about, state=Meeting.State.CALLED).first()
    if (
        row is None
        or Attendance.objects.filter(
            record_id=row.pk, person_id=reader.membership_id, removed_at=None
        ).exists()
    ):
        return None
    told = Delivery.objects.filter(
        event="meeting_invited", about=delivery.about, recipient=delivery.recipient_id, sent_at__isnull=False
    )
    if not told.exists():
        return None
    attach = _calendar(row, CANCEL, delivery, length_of(None, row))
    return About(reverse("meetings:list"), row.reference, threads=(row.uuid,), attach=attach)


def _cancelled(delivery, reader):
    """The cancelled meeting, with the cancellation for the recipient's calendar."""
    row = _meeting(delivery, reader)
    if row is None or row.state != Meeting.State.CANCELLED:
        return None
    attach = _calendar(row, CANCEL, delivery, length_of(reader, row))
    return _about(row, detail=long_moment(row.starts_at), attach=attach)


def _to_approve(delivery, reader):
    row = _meeting(delivery, reader)
    if row is None or row.state != Meeting.State.CLOSED:
        return None
    if not may_approve(reader, row, visibility.level(reader, row)):
        return None
    return _about(row, "meetings:approve")


def _to_tidy(delivery, reader):
    row = _meeting(delivery, reader)
    if row is None or row.state != Meeting.State.CLOSED or row.secretary_id != reader.membership_id:
        return None
    sent = visibility.visible_to(reader, MinutesVersion).filter(record_id=row.pk).exists()
    return None if sent else _about(row, "meetings:minutes")


def _list_open(delivery, reader):
    row = _meeting(delivery, reader)
    if row is None or row.state not in (Meeting.State.CALLED, Meeting.State.HELD):
        return None
    asked = visibility.visible_to(reader, Research).filter(
        record_id=row.pk, agency_id=reader.agency_id, state=Research.State.ASKED
    )
    return _about(row, "meetings:cases") if asked.exists() else None


def _ready(delivery, reader):
    rows = visibility.visible_to(reader, MinutesCopy).filter(uuid=delivery.about)
    copy = rows.filter(state=MinutesCopy.State.MADE).first()
    if copy is None:
        return None
    return _about(visibility.visible_to(reader, Meeting).get(pk=copy.record_id), "meetings:minutes")


def _action(delivery, reader):
    """As any action; headed by the meeting's reference, if the recipient can open the meeting."""
    about = about_action(delivery, reader)
    if about is None:
        return None
    raised = visibility.visible_to(reader, MeetingAction).filter(action__uuid=delivery.about).first()
    if raised is None:
        return about
    meeting = visibility.visible_to(reader, Meeting).get(pk=raised.record_id)
    return About(
        about.path, about.reference, about.detail, (meeting.uuid, *about.threads), heading=meeting.reference
    )


def _update(delivery, reader):
    """The request, if it is still to be answered and the recipient is still asked."""
    rows = visibility.visible_to(reader, UpdateRequest).filter(uuid=delivery.about, given_at=None)
    row = rows.filter(asked_id=reader.membership_id).select_related("record").first()
    if row is None or Meeting.objects.filter(pk=row.meeting_id).exclude(state=Meeting.State.CALLED).exists():
        return None
    page = reverse("meetings:update", args=[row.uuid])
    return About(page, row.record.reference, f"due {long_date(row.due)}", threads=(row.record.uuid,))


def _until_it_is_over(delivery):
    row = MeetingAction.objects.filter(action__uuid=delivery.about).first()
    if row is None or delivery.created + LONGEST < timezone.now():
        return None
    if not Meeting.objects.filter(pk=row.record_id, state=Meeting.State.HELD).exists():
        return None
    return timezone.now() + ASKED_AGAIN


def _gathered(delivery):
    return delivery.created + GATHERED


register_kind("meetings", "Meetings", "Invitations, a new time, place or chair, and invitations withdrawn.")
register_kind("minutes", "Minutes", "Minutes to approve, and minutes that are ready to read.")
register_event(
    "meeting_invited",
    "meetings",
    "You are invited to a meeting",
    "You are invited to a meeting.",
    one="1 meeting that you are invited to",
    many="{} meetings that you are invited to",
    still_true=_invited,
)
register_event(
    "meeting_changed",
    "meetings",
    "A meeting has changed",
    "The time, place or chair of a meeting that you are invited to has changed.",
    one="1 meeting has changed",
    many="{} meetings have changed",
    still_true=_invited,
    wait_until=_gathered,
)
register_event(
    "meeting_withdrawn",
    "meetings",
    "An invitation to a meeting was withdrawn",
    "An invitation to a meeting was withdrawn. You can no longer open it.",
    one="1 invitation to a meeting was withdrawn",
    many="{} invitations to meetings were withdrawn",
    still_true=_withdrawn,
    asked_as_system=True,
)
register_event(
    "meeting_cancelled",
    "meetings",
    "A meeting is cancelled",
    "A meeting that you are invited to is cancelled.",
    one="1 meeting is cancelled",
    many="{} meetings are cancelled",
    still_true=_cancelled,
)
register_event(
    "list_open",
    "meetings",
    "Say what your agency knows",
    "The list of cases of a meeting is open to you. Say what your agency knows of each case.",
    one="1 list of cases to research",
    many="{} lists of cases to research",
    still_true=_list_open,
)
register_event(
    "minutes_to_approve",
    "minutes",
    "Minutes to approve",
    "A meeting that you chair is closed. Its minutes are waiting for your approval.",
    one="1 set of minutes to approve",
    many="{} sets of minutes to approve",
    still_true=_to_approve,
)
register_event(
    "minutes_to_tidy",
    "minutes",
    "Minutes to tidy",
    "A meeting that you are the secretary of is closed. Tidy its minutes and send them to the chair.",
    one="1 set of minutes to tidy",
    many="{} sets of minutes to tidy",
    still_true=_to_tidy,
)
register_event(
    "minutes_ready",
    "minutes",
    "Minutes are ready",
    "The minutes of a meeting are ready to read.",
    one="1 set of minutes is ready",
    many="{} sets of minutes are ready",
    still_true=_ready,
)
register_event(
    "meeting_action",
    "actions",
    "An action for you",
    "A meeting has given you an action.",
    one="1 action for you",
    many="{} actions for you",
    still_true=_action,
    wait_until=_until_it_is_over,
)
register_event(
    ASKED,
    "meetings",
    "An update is asked of you",
    "A meeting asks for your update.",
    one="1 update is asked of you",
    many="{} updates are asked of you",
    still_true=_update,
)
register_event(
    CHASED,
    "meetings",
    "Your update is missing",
    "A meeting still waits for your update.",
    one="1 update is missing",
    many="{} updates are missing",
    still_true=_update,
)
