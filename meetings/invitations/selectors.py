"""What people answered."""

from collections.abc import Iterable

from meetings.invitations.models import Reply
from meetings.models import Attendance, Meeting
from pam.access import visibility
from pam.access.visibility import Reader


def attach_replies(reader: Reader, meeting: Meeting, people: Iterable[Attendance]) -> None:
    """Sets `reply` of each attendance: its newest answer, or None. One query."""
    rows = visibility.visible_to(reader, Reply).filter(record_id=meeting.pk).order_by("pk")
    newest = {row.attendance_id: row for row in rows}
    for person in people:
        person.reply = newest.get(person.pk)


def reply_of(reader: Reader, meeting: Meeting) -> Reply | None:
    """The reader's own newest answer."""
    rows = visibility.visible_to(reader, Reply).filter(
        record_id=meeting.pk, attendance__person_id=reader.membership_id
    )
    return rows.order_by("-pk").first()
