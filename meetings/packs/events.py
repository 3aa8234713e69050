"""What people are told about packs: a link, and no case text."""

from django.urls import reverse

from meetings.models import Meeting, Pack
from meetings.packs.services import CHANGED, READY
from pam.access import visibility
from pam.notifications.events import About, register_event
from pam.ui.dates import long_moment


def _pack(delivery, reader):
    """The pack, if its file is made, the meeting is to come and no newer one is there for the recipient."""
    rows = visibility.visible_to(reader, Pack)
    row = rows.filter(uuid=delivery.about, state=Pack.State.MADE).first()
    if row is None or rows.filter(record_id=row.record_id, edition__gt=row.edition).exists():
        return None
    meeting = visibility.visible_to(reader, Meeting).filter(pk=row.record_id).first()
    if meeting is None or meeting.state not in (Meeting.State.CALLED, Meeting.State.HELD):
        return None
    page = reverse("meetings:pack", args=[meeting.uuid])
    return About(page, meeting.reference, long_moment(meeting.starts_at), threads=(meeting.uuid,))


register_event(
    READY,
    "meetings",
    "The pack of a meeting is ready",
    "The agenda and papers of a meeting are ready to read.",
    one="1 pack is ready",
    many="{} packs are ready",
    still_true=_pack,
)
register_event(
    CHANGED,
    "meetings",
    "The pack of a meeting has changed",
    "The agenda or papers of a meeting have changed.",
    one="1 pack has changed",
    many="{} packs have changed",
    still_true=_pack,
)
