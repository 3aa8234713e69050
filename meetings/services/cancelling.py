"""A meeting that was called is cancelled: people are told, and what it was to hear goes to the next one."""

from django.db import transaction

from meetings.caselist.closing import close_lists, hear_cases
from meetings.models import Meeting
from meetings.series.building import roll_over
from meetings.services import notices
from meetings.services.minutes import lock
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.validation import require_text
from pam.access.visibility import Reader
from pam.records.owning import is_owner
from pam.records.services import close_record


@transaction.atomic
def cancel(*, actor: Reader, meeting: Meeting, reason: str) -> Meeting:
    """Cancels a meeting that has not started. Those who are invited are told, and their calendars with them;
    its items and the open actions of earlier meetings go to the next meeting of its series that is called, or
    wait for it to be called. Its record closes: what was written for it can be read until it is disposed of.

    Raises PermissionDenied without `manage`; Refused without a reason, once it has started, and for a person
    of another agency than the one that owns it.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    current = lock(meeting, Meeting.State.CALLED)
    if not is_owner(actor, current):
        raise Refused("Only the agency that owns the meeting can cancel it.", code="not_owner_agency")
    reason = require_text(reason, "Say why the meeting is cancelled.", field="reason")
    hear_cases(actor, current)
    close_lists(actor, current)
    current.state, current.cancelled_why = Meeting.State.CANCELLED, reason
    close_record(
        actor=actor,
        record=current,
        version=current.version,
        title="Meeting cancelled",
        reason=reason,
        kind="meeting",
        operation="cancel meeting",
    )
    notices.notify_cancelled(actor, current)
    roll_over(actor, current)
    return current
