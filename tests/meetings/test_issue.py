"""The life of minutes: tidied, sent to the chair, approved, read, corrected by a later version."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from meetings import tasks
from meetings.issue import services
from meetings.issue.selectors import who_has_read
from meetings.models import AgendaItem, Meeting, MinutesCopy, MinutesVersion, Wording
from meetings.services import conduct
from meetings.services.minutes import waiting
from pam.access import visibility
from pam.access.errors import Stale
from pam.notifications.models import Delivery
from tests.meetings import room as rooms
from tests.refusals import refused


def tidy(room, name, text, **more):
    with room.reading():
        item = AgendaItem.objects.get(pk=room.items[name].pk)
        return services.tidy(actor=room.chair, meeting=room.meeting, item=item, text=text, **more)


def correct(room, name, text, **more):
    with room.reading():
        item = AgendaItem.objects.get(pk=room.items[name].pk)
        return services.propose_correction(
            actor=room.chair, meeting=room.meeting, item=item, text=text, reason="A name was wrong", **more
        )


def later_meeting(room, world):
    """The next meeting, which is held."""
    with room.reading():
        later = rooms.new_meeting(world.people, starts_at=room.meeting.starts_at + timedelta(days=30))
        later = conduct.call_meeting(actor=room.chair, meeting=later)
        conduct.start(actor=room.chair, meeting=later)
    return Meeting.objects.get(pk=later.pk)


def said(copy, title):
    return next(item["notes"] for item in copy.content["items"] if item["title"] == title)


def test_tidied_words_are_what_the_copies_say_and_what_was_typed_is_kept(closed_room):
    room = closed_room
    tidy(room, "plain", "Members were welcomed.")
    with room.reading():
        decision = room.decisions["ocg"]
        item = AgendaItem.objects.get(pk=room.items["ocg"].pk)
        services.tidy(
            actor=room.chair, meeting=room.meeting, item=item, decision=decision, text="Agreed in full."
        )
        copies = conduct.approve(actor=room.chair, meeting=room.meeting)
    for copy in copies:
        assert said(copy, "Welcome") == "Members were welcomed."
        assert "Agreed in full." in str(copy.content) and "Agreed canaryshared" not in str(copy.content)
    item = AgendaItem.objects.get(pk=room.items["plain"].pk)
    assert "canarymeeting" in item.notes and Wording.objects.get(item=item).original == item.notes


def test_two_people_who_tidy_one_passage_are_shown_both_texts(closed_room):
    room = closed_room
    first = tidy(room, "plain", "One")
    tidy(room, "plain", "Two", version=first.version)
    with pytest.raises(Stale) as stale:
        tidy(room, "plain", "Three", version=first.version - 1)
    assert stale.value.current.text == "Two"


def test_words_are_tidied_only_while_the_minutes_wait(world, held_room):
    room = held_room
    with refused("wrong_state"):
        tidy(room, "plain", "Early")
    room, _ = rooms.approved(world)
    with refused("wrong_state"):
        tidy(room, "plain", "Late")


def secretary_of(room, persona):
    """Makes another person the secretary, who manages the meeting by that."""
    with room.reading():
        meeting = room.now()
        meeting.secretary = room.people.memberships[persona]
        conduct.save_meeting(
            actor=room.chair, meeting=meeting, version=meeting.version, changed=["secretary"]
        )


def test_the_chair_is_told_once_the_secretary_sent_the_minutes_and_the_secretary_when_they_wait(held_room):
    room = held_room
    secretary_of(room, "superuser")
    Delivery.objects.all().delete()
    with room.reading():
        conduct.close(actor=room.chair, meeting=room.meeting)
    told = Delivery.objects.filter(about=room.meeting.uuid)
    assert list(told.values_list("event", "recipient_id")) == [
        ("minutes_to_tidy", room.people.memberships["superuser"].pk)
    ]
    secretary = room.people.reader("superuser")
    with visibility.reading(secretary):
        services.send_to_chair(actor=secretary, meeting=room.now())
    assert ("minutes_to_approve", room.chair.membership_id) in told.values_list("event", "recipient_id")
    with visibility.reading(secretary), refused("already_sent"):
        services.send_to_chair(actor=secretary, meeting=room.now())
    with room.reading():
        conduct.approve(actor=room.chair, meeting=room.meeting)
    assert MinutesVersion.objects.get(record_id=room.meeting.pk).state == "agreed"


@pytest.mark.slow
def test_a_correction_is_a_new_version_for_the_same_readers_and_the_earlier_one_stays(
    world, approved_room, blank
):
    room, copies = approved_room
    correct(room, "ocg", "Put right canaryshared")
    later = later_meeting(room, world)
    Delivery.objects.all().delete()
    with room.reading():
        made = services.agree_correction(actor=room.chair, meeting=room.meeting, agreed_in=later)
    assert [(copy.edition, copy.number, copy.for_principals) for copy in made] == [
        (2, copy.number, copy.for_principals) for copy in copies
    ]
    title = next(item["title"] for item in made[1].content["items"] if item.get("corrected"))
    assert said(made[1], title) == "Put right canaryshared" != said(copies[1], title)
    approval = made[0].content["approval"]
    assert approval["version"] == 2 and approval["why"] == "A name was wrong"
    assert approval["replaces"].startswith("version 1 of") and approval["agreed"].startswith("the meeting of")
    copies[0].refresh_from_db()
    assert "Put right" not in str(copies[0].content)
    tasks.make_waiting_minutes()
    told = Delivery.objects.filter(event="minutes_ready", about__in=[copy.uuid for copy in made])
    assert room.people.memberships["granted"].pk in told.values_list("recipient_id", flat=True)


def test_who_may_not_see_what_was_corrected_gets_no_new_version_and_is_not_told(world, approved_room):
    room, copies = approved_room
    correct(room, "pvp", "Put right canaryhidden")
    later = later_meeting(room, world)
    with room.reading():
        made = services.agree_correction(actor=room.chair, meeting=room.meeting, agreed_in=later)
    assert [copy.number for copy in made] == [copies[0].number]
    partner = room.people.reader("granted")
    with visibility.reading(partner):
        assert {copy.edition for copy in visibility.visible_to(partner, MinutesCopy)} == {1}


def test_a_correction_waits_for_a_later_meeting_and_for_the_chair(approved_room):
    room, _ = approved_room
    with room.reading(), refused("no_proposal"):
        services.agree_correction(actor=room.chair, meeting=room.meeting, agreed_in=room.meeting)
    correct(room, "plain", "Put right")
    with room.reading(), refused("not_later"):
        services.agree_correction(actor=room.chair, meeting=room.meeting, agreed_in=room.now())
    partner = room.people.reader("granted")
    with visibility.reading(partner), pytest.raises(PermissionDenied):
        services.agree_correction(actor=partner, meeting=room.meeting, agreed_in=room.meeting)


@pytest.mark.slow
def test_chair_and_secretary_see_who_has_opened_a_copy_and_who_took_the_file(approved_room, blank, sign_in):
    room, copies = approved_room
    tasks.make_waiting_minutes()
    partner = sign_in("granted")
    partner.get(reverse("meetings:minutes", args=[room.meeting.uuid]))
    partner.get(reverse("meetings:minutes", args=[room.meeting.uuid]))
    with room.reading():
        rows = who_has_read(room.chair, MinutesCopy.objects.filter(pk=copies[1].pk))
    seen = {one.user.name: (bool(opened), bool(taken)) for one, opened, taken in rows[0].people}
    assert seen["Gita Granted"] == (True, False) and seen["Olive Owner"] == (False, False)
    partner.get(reverse("meetings:download", args=[copies[1].uuid]))
    page = sign_in("owner").get(reverse("meetings:minutes_readers", args=[room.meeting.uuid]))
    assert "Gita Granted" in page.content.decode()
    with room.reading():
        rows = who_has_read(room.chair, MinutesCopy.objects.filter(pk=copies[1].pk))
    assert {one.user.name: bool(taken) for one, _, taken in rows[0].people}["Gita Granted"]


@pytest.mark.slow
def test_a_file_that_failed_is_made_again_when_asked(
    approved_room, blank, monkeypatch, django_capture_on_commit_callbacks
):
    from meetings.services import minutes

    room, copies = approved_room
    asked = []
    monkeypatch.setattr(minutes, "_nudge", asked.append)
    with django_capture_on_commit_callbacks(execute=True), room.reading():
        services.make_again(actor=room.chair, copy=copies[0])
    assert asked == [[copies[0].pk]]
    monkeypatch.undo()
    for number in waiting():
        minutes.make(number)
    copies[0].refresh_from_db()
    with room.reading(), refused("is_made"):
        services.make_again(actor=room.chair, copy=copies[0])


@pytest.mark.slow
def test_the_pages_lead_from_typed_to_sent_and_from_approved_to_a_new_version(world, closed_room, sign_in):
    room = closed_room
    client, item = sign_in("owner"), room.items["plain"]
    page = client.get(reverse("meetings:words", args=[room.meeting.uuid])).content.decode()
    assert "Change the words" in page and "canarymeeting" in page
    address = reverse("meetings:wording", args=[room.meeting.uuid, item.uuid])
    assert client.post(address, {"text": "Tidied by hand", "version": 0}).status_code == 302
    assert (
        "Tidied by hand" in client.get(reverse("meetings:words", args=[room.meeting.uuid])).content.decode()
    )
    client.post(reverse("meetings:send_minutes", args=[room.meeting.uuid]))
    client.post(reverse("meetings:approve", args=[room.meeting.uuid]))
    assert client.post(address, {"text": "Right now", "reason": "Wrong"}).status_code == 302
    later = later_meeting(room, world)
    agree = reverse("meetings:agree_correction", args=[room.meeting.uuid])
    assert "Right now" in client.get(agree).content.decode()
    assert client.post(agree, {"agreed_in": str(later.uuid)}).status_code == 302
    page = client.get(reverse("meetings:minutes", args=[room.meeting.uuid])).content.decode()
    assert "Version 2. It replaces version 1" in page and "Corrected in this version" in page
