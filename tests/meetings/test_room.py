"""In the room: where it is, what the wall shows, the chair's yes, what is set aside, private notes."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from meetings.live import selectors
from meetings.live import services as live
from meetings.models import AgendaItem, PrivateNote, RoomState, ShownOnWall
from meetings.services import conduct
from pam.access import visibility
from pam.access.errors import Refused
from pam.audit.models import LogEntry
from pam.records.bulk import rows
from pam.records.known import KnownLine, known_of
from pam.records.models import Record


@pytest.fixture
def room(held_room):
    return held_room


def item_of(room, name):
    return AgendaItem.objects.get(pk=room.items[name].pk)


def go_to(room, name):
    with room.reading():
        return live.go_to(actor=room.chair, meeting=room.now(), item=item_of(room, name))


def look(client, page, room, *more):
    return client.get(reverse(f"meetings:{page}", args=[room.meeting.uuid, *more])).content.decode()


def test_the_time_at_an_item_is_added_up(room):
    go_to(room, "plain")
    rows(RoomState).filter(record_id=room.meeting.pk).update(since=timezone.now() - timedelta(minutes=5))
    go_to(room, "ocg")
    assert 300 <= item_of(room, "plain").spent < 310
    go_to(room, "plain")
    rows(RoomState).filter(record_id=room.meeting.pk).update(since=timezone.now() - timedelta(minutes=1))
    with room.reading():
        conduct.close(actor=room.chair, meeting=room.now())
    assert 360 <= item_of(room, "plain").spent < 370
    assert RoomState.objects.get(record_id=room.meeting.pk).at_item_id is None


def test_only_the_person_who_manages_the_meeting_moves_the_room(room):
    partner = room.people.reader("granted")
    with visibility.reading(partner), pytest.raises(PermissionDenied):
        live.go_to(actor=partner, meeting=room.now(), item=item_of(room, "ocg"))


def test_a_meeting_that_is_closed_is_at_no_item(room):
    with room.reading():
        conduct.close(actor=room.chair, meeting=room.now())
        with pytest.raises(Refused):
            live.go_to(actor=room.chair, meeting=room.now(), item=item_of(room, "ocg"))


def test_what_is_set_aside_is_taken_up_again_by_going_to_it(room):
    go_to(room, "plain")
    with room.reading():
        live.park(actor=room.chair, meeting=room.now(), item=item_of(room, "plain"))
    assert item_of(room, "plain").parked_at
    go_to(room, "plain")
    assert item_of(room, "plain").parked_at is None


def test_setting_aside_moves_the_room_to_what_is_left(room, sign_in):
    go_to(room, "plain")
    address = reverse("meetings:tablet_press", args=[room.meeting.uuid, room.items["plain"].uuid])
    sign_in("owner").post(address, {"do": "park"})
    assert RoomState.objects.get(record_id=room.meeting.pk).at_item_id != room.items["plain"].pk


def test_the_wall_shows_the_item_with_what_all_may_know(room, sign_in):
    go_to(room, "ocg")
    told = look(sign_in("owner"), "wall", room)
    assert "canaryshared" in told and "canaryhidden" not in told and "canarypolice" not in told
    assert "Tier" in told and room.decisions["ocg"].code in told


def test_the_wall_does_not_name_an_item_that_a_person_present_may_not_see(room, sign_in):
    go_to(room, "pvp")
    for page in ("wall", "wall_now"):
        told = look(sign_in("owner"), page, room)
        assert "an item that is not shown here" in told
        assert "canaryhidden" not in told and "PVP-" not in told


def test_the_chair_is_told_by_name_who_may_not_see_the_item(room, sign_in):
    go_to(room, "pvp")
    client, name = sign_in("owner"), room.people.memberships["granted"].user.name
    assert name in look(client, "tablet", room)
    assert name in look(client, "wall_show", room, room.items["pvp"].uuid)


def allow(room):
    with room.reading():
        people = selectors.present_at(room.chair, room.now()).blind_to(item_of(room, "pvp"))
        return live.show_on_wall(
            actor=room.chair, meeting=room.now(), item=item_of(room, "pvp"), people=people
        )


def test_the_wall_shows_it_once_the_chair_said_yes_and_that_is_logged(room, sign_in):
    go_to(room, "pvp")
    client = sign_in("owner")
    address = reverse("meetings:wall_show", args=[room.meeting.uuid, room.items["pvp"].uuid])
    people = client.get(address).context["form"].initial["people"]
    client.post(address, {"people": people})
    told = look(client, "wall", room)
    name = room.people.memberships["granted"].user.name
    assert "canaryhidden" in told and name in told
    assert "Shows only what everyone present" not in told
    line = LogEntry.objects.filter(operation="show on the wall", verb="disclosure").get()
    assert name in line.detail and room.world.pvp.pk in line.records


def test_the_yes_covers_no_one_who_comes_in_later(room, sign_in):
    go_to(room, "pvp")
    allow(room)
    rows(ShownOnWall).update(people=[0])
    assert "canaryhidden" not in look(sign_in("owner"), "wall", room)


def test_the_yes_is_taken_back(room, sign_in):
    go_to(room, "pvp")
    allow(room)
    client = sign_in("owner")
    client.post(reverse("meetings:wall_stop", args=[room.meeting.uuid, room.items["pvp"].uuid]))
    assert "canaryhidden" not in look(client, "wall", room)


def test_the_yes_opens_nothing_on_the_partners_own_screen(room, sign_in):
    go_to(room, "pvp")
    allow(room)
    assert "canaryhidden" not in look(sign_in("granted"), "follow", room)


def test_a_yes_for_no_one_is_refused(room):
    with room.reading(), pytest.raises(Refused):
        live.show_on_wall(actor=room.chair, meeting=room.now(), item=item_of(room, "ocg"), people=[])


def test_the_wall_says_only_lines_that_all_present_know_word_for_word(room, monkeypatch):
    chair = room.chair

    def known(reader, record, since=None):
        own = [KnownLine("Score", "120 of 300")] if reader == chair else []
        return [KnownLine("Tier", "1"), *own]

    monkeypatch.setattr(selectors, "known_of", known)
    with room.reading():
        present = selectors.present_at(chair, room.now())
        lines = selectors.known_to_all(room.now(), item_of(room, "ocg"), present.readers.values())
    assert lines == [KnownLine("Tier", "1")]


def test_what_is_known_of_a_group_is_as_its_reader_sees_it(world):
    partner = world.people.reader("granted")
    with visibility.reading(partner):
        lines = known_of(partner, Record.objects.get(pk=world.ocg.pk), timezone.now() - timedelta(30))
    told = " ".join(line.text for line in lines)
    assert {"Tier", "Pursue"} <= {line.label for line in lines} and "canarypolice" not in told


def test_a_private_note_is_read_by_its_writer_alone(room, sign_in):
    go_to(room, "ocg")
    owner = sign_in("owner")
    address = reverse("meetings:tablet", args=[room.meeting.uuid])
    owner.post(address, {"do": "note", "item": room.items["ocg"].uuid, "note": "Ask about the van"})
    assert "Ask about the van" in look(owner, "tablet", room)
    for persona in ("granted", "colleague"):
        reader = room.people.reader(persona)
        with visibility.reading(reader):
            assert not PrivateNote.objects.filter(record_id=room.meeting.pk).exists()


def test_a_decision_of_the_tablet_is_of_the_item_that_it_was_typed_for(room, sign_in):
    go_to(room, "plain")
    data = {
        "do": "decision",
        "item": room.items["ocg"].uuid,
        "decision-text": "Stop the van",
        "decision-rationale": "It is on the road",
    }
    sign_in("owner").post(reverse("meetings:tablet", args=[room.meeting.uuid]), data)
    assert item_of(room, "ocg").decisions.filter(text="Stop the van").exists()


def test_the_tablet_answers_404_for_an_item_that_is_no_key(room, sign_in):
    go_to(room, "plain")
    data = {"do": "note", "item": "0", "note": "Ask about the van"}
    address = reverse("meetings:tablet", args=[room.meeting.uuid])
    assert sign_in("owner").post(address, data).status_code == 404


def test_the_wall_says_whether_there_is_a_quorum(room, sign_in, monkeypatch):
    go_to(room, "plain")
    monkeypatch.setattr(selectors, "body_of", lambda meeting: {"quorum": {"people": 9, "says": "Nine"}})
    assert "no quorum" in look(sign_in("owner"), "wall", room)
