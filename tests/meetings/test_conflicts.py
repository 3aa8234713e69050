"""A person with a conflict of interest is out of an item: nothing of it reaches them, and all else does."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from meetings.conflicts import services as conflicts
from meetings.conflicts.models import Conflict
from meetings.live import selectors
from meetings.live import services as live
from meetings.models import AgendaItem, Decision, MeetingAction, ShownOnWall
from pam.access import visibility
from pam.actions.models import Action
from tests.meetings import room as rooms
from tests.refusals import refused


@pytest.fixture
def room(held_room):
    return held_room


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


def test_who_runs_the_meeting_and_is_out_does_not_open_the_item_again_for_themselves(world):
    people = world.people
    people.memberships["colleague"].teams.add(people.teams["unit"])
    room = rooms.held(world, invite=("granted", "colleague"))
    conflict, actor = put_out(room, persona="colleague"), people.reader("colleague")
    with visibility.reading(actor), refused("own"):
        conflicts.end(actor=actor, meeting=room.now(), conflict=conflict, reason="I am fine")
    assert not any(seen_by(room, "colleague").values())
    assert Conflict.objects.get(pk=conflict.pk).ended_at is None


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


def show(room, personas=("granted",)):
    """The chair says yes to the wall about the OCG's item."""
    people = [room.people.memberships[persona].pk for persona in personas]
    with room.reading():
        return live.show_on_wall(
            actor=room.chair, meeting=room.now(), item=item_of(room, "ocg"), people=people
        )


def on_wall(room, client):
    """What the wall says, the room being at the OCG's item."""
    with room.reading():
        live.go_to(actor=room.chair, meeting=room.now(), item=item_of(room, "ocg"))
    return client.get(reverse("meetings:wall", args=[room.meeting.uuid])).content.decode()


def test_the_chairs_yes_does_not_cover_who_is_out(room, sign_in):
    put_out(room)
    name = room.people.memberships["granted"].user.name
    with refused("out_of_item") as error:
        show(room)
    assert name in str(error.value)
    client = sign_in("owner")
    address = reverse("meetings:wall_show", args=[room.meeting.uuid, room.items["ocg"].uuid])
    for answer in (client.get(address, follow=True), client.post(address, {"people": "1"}, follow=True)):
        told = answer.content.decode()
        assert "out of this item for a conflict of interest" in told and name in told
    assert "an item that is not shown here" in on_wall(room, client)
    assert not ShownOnWall.objects.exists()


def test_a_yes_that_was_said_before_ends_with_the_conflict(room, sign_in):
    show(room)
    put_out(room)
    assert not ShownOnWall.objects.filter(ended_at=None).exists()
    assert "an item that is not shown here" in on_wall(room, sign_in("owner"))


def test_the_database_keeps_who_is_out_and_the_walls_yes_apart(room):
    shown, person = show(room), room.people.memberships["granted"]
    row = dict(record_id=room.meeting.pk, item=shown.item, person=person, words="So", ruling="out")
    row |= {"author": room.people.memberships["owner"], "author_agency_id": room.chair.agency_id}
    with pytest.raises(IntegrityError), transaction.atomic():
        Conflict.objects.create(**row)
    with room.reading():
        live.stop_showing(actor=room.chair, meeting=room.now(), item=item_of(room, "ocg"))
    put_out(room)
    with pytest.raises(IntegrityError), transaction.atomic():
        ShownOnWall.objects.filter(pk=shown.pk).update(ended_at=None)


def test_a_selector_that_met_such_a_yes_would_not_follow_it(room):
    put_out(room)
    with room.reading():
        present = selectors.present_at(room.chair, room.now())
    assert present.out_of(item_of(room, "ocg")) == {room.people.memberships["granted"].pk}
    assert not present.out_of(item_of(room, "plain"))


@pytest.mark.slow
def test_the_wall_shows_the_item_while_who_is_out_has_left_the_room(room, sign_in):
    put_out(room)
    client, name = sign_in("owner"), room.people.memberships["granted"].user.name
    on_wall(room, client)
    tablet = client.get(reverse("meetings:tablet", args=[room.meeting.uuid])).content.decode()
    assert f"{name}" in tablet and "They have left the room" in tablet and "Show it on the wall" not in tablet
    row = room.attendance_of("granted")
    address = reverse("meetings:tablet_person", args=[room.meeting.uuid, row.uuid])
    client.post(address, {"do": "out"})
    row = room.attendance_of("granted")
    assert (row.state, row.left_at is not None) == ("part", True)
    assert room.decisions["ocg"].code in on_wall(room, client)
    client.post(address, {"do": "back"})
    assert room.attendance_of("granted").left_at is None
    assert "an item that is not shown here" in on_wall(room, client)


def test_only_who_is_in_the_room_leaves_it_and_only_who_left_comes_back(room):
    row = room.attendance_of("granted")
    with room.reading():
        with refused("not_out"):
            live.come_back(actor=room.chair, meeting=room.now(), attendance=row)
        live.step_out(actor=room.chair, meeting=room.now(), attendance=row)
        with refused("not_here"):
            live.step_out(actor=room.chair, meeting=room.now(), attendance=row)


def test_who_left_the_room_does_not_count_for_its_quorum(room):
    with room.reading():
        before = selectors.now(room.chair, room.now()).present
        live.step_out(actor=room.chair, meeting=room.now(), attendance=room.attendance_of("granted"))
        assert selectors.now(room.chair, room.now()).present == before - 1
