"""The verbs of a meeting while it is held, for the table of verbs."""

from meetings.live import services as live
from meetings.models import AgendaItem, Meeting
from tests.attack.verb import TEXT, Verb

LIVE_VERBS = [
    Verb(live.note_privately, lambda w: {
        "meeting": Meeting.objects.get(pk=w.meeting.pk),
        "item": AgendaItem.objects.filter(record_id=w.meeting.pk).first(), "text": "Ask again"}, {
        "text": TEXT}),
]  # fmt: skip
