"""A meeting starts and closes; a start by mistake is undone."""

from django.db import transaction
from django.utils import timezone

from meetings.caselist.closing import hear_cases
from meetings.live.services import leave
from meetings.models import Meeting
from meetings.selectors.kinds import LOG, weight_of
from meetings.selectors.meetings import has_minutes
from meetings.selectors.sight import may_approve
from meetings.series.building import bring_up_to_date
from meetings.series.outcomes import end_items
from meetings.services import notices
from meetings.services.minutes import approve, lock
from meetings.services.moves import approve_moves
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.validation import save_valid
from pam.access.visibility import Reader
from pam.audit.services import Verb, log
from pam.records.services import chronicle, claim_version


@transaction.atomic
def start(*, actor: Reader, meeting: Meeting) -> Meeting:
    """Opens the meeting that was called. One of a series brings the open actions of earlier ones, and the
    last one's minutes as an item where they are not approved. Raises PermissionDenied, or Refused in any
    other state.
    """
    started = _step(actor, meeting, Meeting.State.CALLED, Meeting.State.HELD, "started_at", "Meeting started")
    bring_up_to_date(actor, started)
    return started


@transaction.atomic
def undo_start(*, actor: Reader, meeting: Meeting) -> Meeting:
    """Takes back the start of a meeting in which nothing was recorded yet.

    Raises PermissionDenied, or Refused once there is an attendance, a discussion, a decision or an action.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, Meeting.State.HELD)
    if has_minutes(meeting):
        raise Refused("Something is recorded already: the start cannot be undone.", code="has_content")
    words = "Start of the meeting undone"
    back = _step(actor, meeting, Meeting.State.HELD, Meeting.State.CALLED, "started_at", words)
    back.started_at = None
    save_valid(back, update_fields=["started_at"])
    return back


@transaction.atomic
def close(*, actor: Reader, meeting: Meeting) -> Meeting:
    """Ends the meeting that is being held; its minutes wait for the chair. Moves that it decided and the
    actor may approve are made; `moves_waiting` of the meeting says which still wait. Of one with a kind each
    item has an outcome by then: what was not reached says so, and comes back at the next meeting of its
    series. A log is approved with it. Raises PermissionDenied, or Refused, also for an item that was
    discussed and has no outcome.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    end_items(actor, meeting)
    closed = _step(actor, meeting, Meeting.State.HELD, Meeting.State.CLOSED, "ended_at", "Meeting closed")
    leave(closed)
    closed.moves_waiting = approve_moves(actor, closed)
    hear_cases(actor, closed)
    if weight_of(meeting) == LOG and may_approve(actor, closed, visibility.level(actor, closed)):
        approve(actor=actor, meeting=closed)  # a log has no minutes to agree
        return closed
    notices.notify_closed(actor, closed)
    return closed


def _step(actor, meeting, before, after, moment, words):
    visibility.require(actor, meeting, Level.MANAGE)
    current = lock(meeting, before)
    claim_version(current, current.version)
    current.state = after
    setattr(current, moment, timezone.now())
    save_valid(current)
    log(actor, Verb.ALTERATION, words.lower(), [meeting.pk], detail=meeting.reference)
    chronicle(actor=actor, record=meeting, kind="meeting", title=words)
    return current
