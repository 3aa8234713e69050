"""The verbs of the life of minutes, for the table of verbs."""

from meetings.issue import services
from meetings.models import AgendaItem, Meeting
from tests.attack.verb import TEXT, Verb


def _in_state(state):
    """The same, with the shared meeting where its minutes are tidied or corrected."""

    def before(w):
        row = Meeting.objects.get(pk=w.meeting.pk)
        row.state = state
        row.save()

    return before


def _values(w, **more):
    item = AgendaItem.objects.filter(record_id=w.meeting.pk, removed_at=None).first()
    return {"meeting": Meeting.objects.get(pk=w.meeting.pk), "item": item, "text": "Said", **more}


ISSUE_VERBS = [
    Verb(services.tidy, _values, {"text": TEXT}, before=_in_state("closed")),
    Verb(services.propose_correction, lambda w: _values(w, reason="A name"), {
        "text": TEXT, "reason": TEXT}, before=_in_state("approved")),
]  # fmt: skip
