"""The verbs of a meeting while it is held, for the table of verbs."""

from meetings.conflicts import services as conflicts
from meetings.invitations import services as invitations
from meetings.live import services as live
from meetings.models import AgendaItem, Conflict, Meeting
from pam.records.bulk import rows
from tests.attack.paper_verbs import PAPER_VERBS
from tests.attack.verb import CODE, TEXT, Verb


def _no_conflict(w):
    rows(Conflict).filter(record_id=w.meeting.pk).delete()


def _called(w):
    rows(Meeting).filter(pk=w.meeting.pk).update(state="called")


LIVE_VERBS = [
    *PAPER_VERBS,
    Verb(live.note_privately, lambda w: {
        "meeting": Meeting.objects.get(pk=w.meeting.pk),
        "item": AgendaItem.objects.filter(record_id=w.meeting.pk).first(), "text": "Ask again"}, {
        "text": TEXT}),
    Verb(conflicts.declare, lambda w: {
        "meeting": Meeting.objects.get(pk=w.meeting.pk),
        "item": AgendaItem.objects.filter(record_id=w.meeting.pk).first(),
        "person": w.people.memberships["granted"], "words": "Her brother", "ruling": "stays"}, {
        "words": TEXT, "ruling": CODE}, before=_no_conflict),
    Verb(conflicts.end, lambda w: {
        "meeting": Meeting.objects.get(pk=w.meeting.pk),
        "conflict": Conflict.objects.get(pk=w.parts["meeting"]["conflict"].pk), "reason": "By mistake"}, {
        "reason": TEXT}),
    Verb(invitations.reply, lambda w: {
        "meeting": Meeting.objects.get(pk=w.meeting.pk), "answer": "deputy", "deputy": "Ada Finch",
        "words": "On leave"}, {
        "answer": CODE, "deputy": TEXT, "words": TEXT}, persona="granted", before=_called),
]  # fmt: skip
