"""A person with a conflict of interest is out of an item: nothing of it reaches them, and all else does."""

import pytest
from django.urls import reverse

from meetings.conflicts import services as conflicts
from meetings.conflicts.models import Conflict
from meetings.models import AgendaItem, Decision, MeetingAction
from pam.access import visibility
from pam.actions.models import Action
from tests.meetings import room as rooms
from tests.refusals import refused


@pytest.fixture
def room(world):
    return rooms.held(world)


def item_of(room, name):
    return AgendaItem.objects.get(pk=room.items[name].pk)


def put_out(room, name="ocg", persona="granted", ruling="out"):
    with room.reading():
        return conflicts.declare(
            actor=room.chair,
            meeting=room.now(),
            item=item_of(room, name),
            person=room.people.memberships[persona],
            words="Her brother is named in it",
            ruling=ruling,
        )


def seen_by(room, persona="granted"):
    """{what: the numbers of the OCG's item, decisions and actions of the meeting that a persona sees}."""
    reader = room.people.reader(persona)
    number = room.items["ocg"].pk
    with visibility.reading(reader):
        return {
            "items": set(
                visibility.visible_to(reader, AgendaItem).filter(pk=number).values_list("pk", flat=True)
            ),
            "decisions": set(
                visibility.visible_to(reader, Decision).filter(item=number).values_list("pk", flat=True)
            ),
            "raised": set(
                visibility.visible_to(reader, MeetingAction).filter(item=number).values_list("pk", flat=True)
            ),
        }


def test_who_is_out_sees_neither_the_item_nor_what_was_recorded_on_it(room):
    assert all(seen_by(room).values())
    put_out(room)
    assert not any(seen_by(room).values())
    assert all(seen_by(room, "owner").values())


def test_nor_what_is_recorded_on_it_later(room):
    put_out(room)
    with room.reading():
        rooms.conduct.decide(
            actor=room.chair, meeting=room.now(), item=item_of(room, "ocg"), text="Go", rationale="So"
        )
    assert not any(seen_by(room).values())


def test_raw_sql_tells_them_nothing_of_it_and_of_its_history(room):
    put_out(room)
    reader = room.people.reader("granted")
    with visibility.reading(reader):
        for model in (AgendaItem, AgendaItem.history.model):
            key = "id" if model is not AgendaItem else "pk"
            assert not model._default_manager.filter(**{key: room.items["ocg"].pk}).exists()


def test_no_page_of_the_meeting_names_it_to_them(room, sign_in):
    put_out(room)
    client = sign_in("granted")
    for page in ("detail", "follow", "follow_now"):
        told = client.get(reverse(f"meetings:{page}", args=[room.meeting.uuid])).content.decode()
        assert room.decisions["plain"].code in told
        assert room.decisions["ocg"].code not in told and "Her brother" not in told


def test_the_wall_does_not_show_it_while_they_are_in_the_room(room, sign_in):
    with room.reading():
        from meetings.live import services as live

        live.go_to(actor=room.chair, meeting=room.now(), item=item_of(room, "ocg"))
    put_out(room)
    told = sign_in("owner").get(reverse("meetings:wall", args=[room.meeting.uuid])).content.decode()
    assert "an item that is not shown here" in told and room.decisions["ocg"].code not in told


def test_their_copy_of_the_minutes_is_without_it(room, place):
    put_out(room)
    with room.reading():
        rooms.conduct.close(actor=room.chair, meeting=room.now())
        copies = rooms.conduct.approve(actor=room.chair, meeting=room.now())
    theirs = room.people.memberships["granted"].principal_id
    code = room.decisions["ocg"].code
    for copy in copies:
        assert (code in str(copy.content)) == (theirs not in copy.for_principals)


def test_an_action_of_it_is_for_the_agencies_that_need_it(room):
    put_out(room, persona="granted")
    raised = rooms.raise_action(room, "ocg", "owner", "canaryshared")
    reader = room.people.reader("granted")
    with visibility.reading(reader):
        assert not visibility.visible_to(reader, Action).filter(pk=raised.action_id).exists()


def test_who_stays_sees_it(room):
    put_out(room, ruling="speaks")
    assert all(seen_by(room).values())


def test_ending_a_conflict_opens_it_again(room):
    conflict = put_out(room)
    with room.reading():
        conflicts.end(actor=room.chair, meeting=room.now(), conflict=conflict, reason="By mistake")
    assert all(seen_by(room).values())


def test_what_they_declared_is_for_those_who_run_the_meeting(room):
    put_out(room)
    reader = room.people.reader("granted")
    with visibility.reading(reader):
        assert not Conflict.objects.filter(record_id=room.meeting.pk).exists()


def test_the_chair_cannot_be_out(room):
    with refused("chairs", field="ruling"):
        put_out(room, persona="owner")


def test_a_conflict_is_noted_once_and_for_people_who_are_invited(room):
    put_out(room)
    with refused("already_there", field="person"):
        put_out(room)
    with refused("not_invited", field="person"):
        put_out(room, persona="other_force")


def test_the_page_notes_it(room, sign_in):
    client = sign_in("owner")
    address = reverse("meetings:conflicts", args=[room.meeting.uuid, room.items["ocg"].uuid])
    person = str(room.attendance_of("granted").uuid)
    client.post(address, {"person": person, "words": "Her brother", "ruling": "out"})
    assert not any(seen_by(room).values())
    assert "Her brother" in client.get(address).content.decode()
