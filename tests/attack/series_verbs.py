"""The verbs of series of meetings and of what is minuted, for the table of verbs."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from meetings.carried.services import go_through
from meetings.models import AgendaItem, CarriedAction, Meeting, MeetingSeries, StandingMember, UpdateRequest
from meetings.secretary.services import raise_in_one_line
from meetings.series import services
from meetings.services import conduct, discussion
from meetings.updates.services import give_update
from tests.attack.verb import CODE, TEXT, TODAY, Verb
from tests.world.series import series


def _own(w):
    return MeetingSeries.objects.get(pk=w.series.pk)


def _member(w):
    return StandingMember.objects.get(pk=w.parts["placed"]["standing"].pk)


def _carried(w):
    row = CarriedAction.objects.get(pk=w.parts["meeting"]["carried"].pk)
    return {
        "meeting": Meeting.objects.get(pk=row.record_id),
        "carried": row,
        "came_to": "done",
        "words": "Done",
    }


def _brought(w):
    meeting = Meeting.objects.get(pk=w.meeting.pk)
    item = conduct.add_item(actor=w.people.reader("owner"), meeting=meeting, title="Vans")
    return {"meeting": meeting, "item": item, "reason": "Later"}


def _in_one_line(w):
    meeting, item = Meeting.objects.get(pk=w.meeting.pk), w.parts["meeting"]["item"]
    return {"meeting": meeting, "item": item, "line": "@probation Fri ask at the wharf"}


def _update(w):
    row = UpdateRequest.objects.get(pk=w.parts["meeting"]["update"].pk)
    return {"request": row, "version": row.version, "text": "All quiet"}


def _before_it_starts(w):
    with connection.cursor() as cursor:
        words = "UPDATE meetings_meeting SET state = 'called' WHERE record_ptr_id = %s"
        cursor.execute(words, [w.meeting.pk])


def _meeting(w):
    return Meeting.objects.get(pk=w.meeting.pk)


def _item(w):
    return AgendaItem.objects.filter(record_id=w.meeting.pk, removed_at=None).first()


SERIES_VERBS = [
    Verb(discussion.record_outcome, lambda w: {
        "meeting": _meeting(w), "item": _item(w), "outcome": "taken"}, {"outcome": CODE}),
    Verb(conduct.decide, lambda w: {
        "meeting": _meeting(w), "item": _item(w), "text": "Go", "rationale": "Why"}, {
        "text": TEXT, "rationale": TEXT, "alternatives": TEXT, "dissent": TEXT}),
    Verb(conduct.raise_action, lambda w: {
        "meeting": _meeting(w), "item": _item(w), "title": "Visit", "owner": w.people.memberships["owner"],
        "due": TODAY(), "strand": "pursue", "details": "D"}, {
        "title": TEXT, "strand": CODE, "details": TEXT}),
    Verb(give_update, _update, {"text": TEXT}, before=_before_it_starts),
    Verb(raise_in_one_line, _in_one_line, {"line": TEXT}),
    Verb(conduct.remove_item, _brought, {"reason": TEXT}, beside={"reason": "removed_why"}),
    Verb(go_through, _carried, {"words": TEXT, "came_to": CODE}),
    Verb(services.create_series, lambda w: {"series": series(w.people, "new")}, {
        "series.title": TEXT, "series.summary": TEXT, "series.place": TEXT, "series.reference_terms": TEXT}),
    Verb(services.edit_series, lambda w: {"series": (row := _own(w)), "version": row.version}, {
        "series.title": TEXT, "series.summary": TEXT, "series.place": TEXT, "series.reference_terms": TEXT}),
    Verb(services.add_members, lambda w: {
        "series": _own(w), "people": [w.people.memberships["owner"]]}, {}),
    Verb(services.change_member, lambda w: {
        "member": (row := _member(w)), "version": row.version, "deputy": None}, {}),
    Verb(services.call_next, lambda w: {
        "series": _own(w), "starts_at": timezone.now() + timedelta(days=3)}, {}),
]  # fmt: skip
