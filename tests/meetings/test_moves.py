"""A move agreed in a meeting is written by the meeting."""

from types import SimpleNamespace

import pytest
from django.urls import reverse

from meetings.models import AgendaItem, Decision, Meeting
from meetings.services import conduct
from pam.access import visibility
from pam.access.errors import Refused
from pam.records.models import Entry, Record
from pam.stages.bases import attach_bases
from pam.stages.models import Move
from tests.meetings.room import Room, new_meeting
from tests.records.world import group, page_text, share_with
from tests.stages.made import second_supervisor
from tests.standing import standing


@standing
def room(people):
    """A meeting being held about a group of the owner's, who chairs it."""
    room = Room(world=SimpleNamespace(people=people))
    record = group(people)
    with room.reading():
        room.meeting = conduct.call_meeting(actor=room.chair, meeting=new_meeting(people))
        about = Record.objects.get(pk=record.pk)
        room.items["ocg"] = conduct.add_item(actor=room.chair, meeting=room.meeting, about=about)
        conduct.start(actor=room.chair, meeting=room.meeting)
    room.record = record
    return room


def decide(room, move, persona="owner"):
    """The decision, with the move that follows, as a persona who manages the meeting."""
    actor = room.people.reader(persona)
    with visibility.reading(actor):
        return conduct.decide(
            actor=actor,
            meeting=room.meeting,
            item=AgendaItem.objects.get(pk=room.items["ocg"].pk),
            text="The group is quiet",
            rationale="No report for six months",
            move=move,
        )


def stage(room):
    return Record.objects.get(pk=room.record.pk).stage


def test_a_decision_makes_the_move_at_once_and_is_its_basis(room):
    decision = decide(room, "monitor")
    assert stage(room) == "monitored"
    made = Move.objects.get(record_id=room.record.pk)
    assert (made.basis, made.state, made.reason) == (decision.uuid, "made", "Decided by Northshire Police")
    assert "Stage: Monitor, to Monitored." in decision.text


def test_a_move_that_is_approved_is_made_as_the_chair_closes_the_meeting(room):
    """The colleague writes the minutes; the owner is the chair and the supervisor that the map names."""
    second_supervisor(room.people)
    decide(room, "archive", persona="colleague")
    assert Move.objects.get().state == "asked" and stage(room) == "active"
    with room.reading():
        closed = conduct.close(actor=room.chair, meeting=room.meeting)
    assert closed.moves_waiting == [] and stage(room) == "archived"
    made = Move.objects.get()
    assert made.decided_by_id == room.people.memberships["owner"].pk and made.state == "made"


def test_who_recorded_it_does_not_approve_it_and_nothing_is_lost(room):
    decide(room, "archive")
    with room.reading():
        closed = conduct.close(actor=room.chair, meeting=room.meeting)
    assert len(closed.moves_waiting) == 1 and "cannot approve it" in closed.moves_waiting[0]
    assert Move.objects.get().state == "asked" and Meeting.objects.get().state == "closed"
    assert Decision.objects.count() == 1


def test_where_something_is_missing_nothing_is_kept_and_it_says_what(room):
    with room.reading():
        from pam.records.services import save_record

        row = type(room.record).objects.get(pk=room.record.pk)
        row.next_review = None
        save_record(actor=room.chair, record=row, version=row.version)
    with pytest.raises(Refused) as refused:
        decide(room, "monitor")
    assert (refused.value.code, refused.value.field) == ("missing_first", "move")
    assert "Missing:" in refused.value.message
    assert not Decision.objects.exists() and stage(room) == "active"


def test_the_basis_is_shown_to_those_alone_who_see_the_meeting(room):
    """Probation sees the group and its moves, and was not at the meeting."""
    share_with(room.people, room.record)
    decision = decide(room, "monitor")
    for persona, sees in (("owner", True), ("granted", False)):
        reader = room.people.reader(persona)
        with visibility.reading(reader):
            rows = list(visibility.visible_to(reader, Move).filter(record_id=room.record.pk))
            attach_bases(reader, rows)
            assert len(rows) == 1 and bool(rows[0].based_on) is sees
            assert not sees or decision.code in rows[0].based_on[0]
            lines = visibility.visible_to(reader, Entry).filter(record_id=room.record.pk)
            told = f"{rows[0].reason} {list(lines.values_list('title', 'text'))}"
            assert ("No report for six months" in told) is sees
            assert sees or "meeting" not in told


def test_the_chairs_screen_offers_the_moves_that_can_be_made(room, sign_in):
    at = reverse("meetings:chair_item", args=[room.meeting.uuid, room.items["ocg"].uuid])
    client = sign_in("owner")
    assert "Does the record move to another stage?" in page_text(client.get(at))
    sent = {
        "do": "decision",
        "decision-text": "Quiet",
        "decision-rationale": "Why",
        "decision-move": "monitor",
    }
    assert client.post(at, sent).status_code == 302
    assert stage(room) == "monitored"
