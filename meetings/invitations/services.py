"""Answering an invitation."""

from django.db import transaction

from meetings.invitations.models import Reply
from meetings.models import Attendance, Meeting
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.visibility import Reader
from pam.records.services import add_part


@transaction.atomic
def reply(*, actor: Reader, meeting: Meeting, answer: str, deputy: str = "", words: str = "") -> Reply:
    """What `actor`, who is invited, answers; it can be changed until the meeting starts.

    Raises Refused for a person who is not invited, once the meeting has started, and for a deputy without a
    name.
    """
    visibility.require(actor, meeting, Level.VIEW)
    rows = Attendance.objects.filter(record_id=meeting.pk, person_id=actor.membership_id, removed_at=None)
    attendance = rows.first()
    if attendance is None:
        raise Refused("You are not invited to this meeting.", code="not_invited")
    if meeting.state != Meeting.State.CALLED:
        raise Refused("The meeting has started.", code="wrong_state")
    if answer == Reply.Answer.DEPUTY and not deputy.strip():
        raise Refused("Enter who will attend for you.", code="missing", field="deputy")
    row = Reply(
        attendance=attendance,
        answer=answer,
        deputy=deputy.strip() if answer == Reply.Answer.DEPUTY else "",
        words=words.strip(),
    )
    return add_part(actor=actor, part=row, record=meeting, level=Level.VIEW, operation="answer invitation")
