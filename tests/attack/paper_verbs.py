"""The verbs of papers and of proposed items, for the table of verbs."""

from django.core.files.uploadedfile import SimpleUploadedFile

from meetings.models import AgendaItem, ItemProposal, Meeting
from meetings.papers import services
from meetings.services.cancelling import cancel
from pam.records.bulk import rows
from tests.attack.verb import CODE, NUMBER, TEXT, Verb


def _meeting(w):
    return Meeting.objects.get(pk=w.meeting.pk)


def _called(w):
    rows(Meeting).filter(pk=w.meeting.pk).update(state="called")


def _item(w):
    return AgendaItem.objects.get(pk=w.parts["meeting"]["item"].pk)


def _proposal(w):
    row = ItemProposal.objects.get(pk=w.parts["meeting"]["proposal"].pk)
    return {"meeting": _meeting(w), "proposal": row, "version": row.version}


def _upload():
    return SimpleUploadedFile("paper.txt", b"Of the wharf", "text/plain")


PAPER_VERBS = [
    Verb(services.describe_item, lambda w: {
        "meeting": _meeting(w), "item": _item(w), "version": _item(w).version, "kind": "decision",
        "planned_minutes": 5}, {"kind": CODE, "planned_minutes": NUMBER}),
    Verb(services.add_paper, lambda w: {
        "meeting": _meeting(w), "item": _item(w), "upload": _upload(), "title": "Of the wharf"}, {
        "title": TEXT}),
    Verb(services.propose_item, lambda w: {
        "meeting": _meeting(w), "title": "The bridge", "why": "It is shut", "minutes": 5}, {
        "title": TEXT, "why": TEXT, "minutes": NUMBER}, persona="granted", before=_called),
    Verb(services.accept_proposal, lambda w: {**_proposal(w), "place": 1}, {}),
    Verb(services.decline_proposal, lambda w: {**_proposal(w), "reason": "Not now"}, {"reason": TEXT}),
    Verb(cancel, lambda w: {"meeting": _meeting(w), "reason": "Snow"}, {"reason": TEXT}, before=_called),
]  # fmt: skip
