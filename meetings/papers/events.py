"""What people are told about papers and proposed items. A link, and no case text."""

from django.urls import reverse

from meetings.models import ItemProposal, Meeting, Paper
from meetings.papers.services import ANSWERED, PROPOSED
from pam.access import visibility
from pam.access.levels import Level
from pam.notifications.events import About, register_event
from pam.records.refused_files import KindOfFile, register_kind_of_file


def _proposal(delivery, reader):
    return visibility.visible_to(reader, ItemProposal).filter(uuid=delivery.about).first()


def _meeting(reader, row):
    return visibility.visible_to(reader, Meeting).filter(pk=row.record_id).first()


def _proposed(delivery, reader):
    """The proposal, while it waits and the recipient can answer it."""
    row = _proposal(delivery, reader)
    if row is None or row.state != ItemProposal.State.PROPOSED:
        return None
    meeting = _meeting(reader, row)
    if meeting is None or visibility.level(reader, meeting) < Level.MANAGE:
        return None
    return About(reverse("meetings:proposal", args=[row.uuid]), meeting.reference, threads=(meeting.uuid,))


def _answered(delivery, reader):
    """The proposer's own page, while the meeting is to come."""
    row = _proposal(delivery, reader)
    if row is None or row.state == ItemProposal.State.PROPOSED:
        return None
    meeting = _meeting(reader, row)
    if meeting is None or meeting.state != Meeting.State.CALLED:
        return None
    return About(reverse("meetings:propose", args=[meeting.uuid]), meeting.reference, threads=(meeting.uuid,))


def _refused(row, reader):
    """The meeting that a refused paper is for."""
    meeting = _meeting(reader, row)
    return meeting and About(meeting.get_absolute_url(), meeting.reference, threads=(meeting.uuid,))


register_kind_of_file(KindOfFile(Paper, _refused))
register_event(
    PROPOSED,
    "meetings",
    "An item is proposed",
    "A person proposes an item for a meeting that you run.",
    one="1 item is proposed",
    many="{} items are proposed",
    still_true=_proposed,
)
register_event(
    ANSWERED,
    "meetings",
    "Your proposed item is answered",
    "An item that you proposed for a meeting is answered.",
    one="1 proposed item is answered",
    many="{} proposed items are answered",
    still_true=_answered,
)
