"""Those who a meeting concerns are told about it by mail, once, by reference and link, never by its text."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting
from meetings.services import conduct, minutes
from pam.access import visibility
from pam.notifications import services
from pam.notifications.models import Delivery
from pam.notifications.tasks import send_due
from tests.meetings.room import called, held, new_meeting, raise_action
from tests.standing import standing


def sent(minutes_later=0):
    """What goes out by then, as (to, subject without the mail's code)."""
    mail.outbox.clear()
    services.send_due(timezone.now() + timedelta(minutes=minutes_later))
    return [(m.to[0].split("@")[0], re.sub(r" \[\w{5}\]$", "", m.subject)) for m in mail.outbox]


@standing
def room(whole_world):
    Delivery.objects.all().delete()  # what the world itself gave rise to
    return called(whole_world)


def test_who_is_invited_is_mailed_the_time_and_a_link_and_no_title(room):
    reference = room.meeting.reference
    assert sent() == [("granted", f"You are invited to a meeting: {reference}")]
    body = mail.outbox[0].body
    assert reverse("meetings:detail", args=[room.meeting.uuid]) in body and "Monthly tasking" not in body
    local = timezone.localtime(room.meeting.starts_at)
    assert f"{local.day} {local:%B %Y, %H:%M}" in body
    assert sent() == []


def test_who_calls_a_meeting_hears_nothing_of_it(room):
    assert not Delivery.objects.filter(recipient_id=room.chair.membership_id).exists()


def move(room, **changed):
    meeting = Meeting.objects.get(pk=room.meeting.pk)
    for name, value in changed.items():
        setattr(meeting, name, value)
    with room.reading():
        conduct.save_meeting(
            actor=room.chair, meeting=meeting, version=meeting.version, changed=list(changed)
        )


def test_changes_made_one_after_the_other_go_in_one_mail(room):
    sent()
    new_time = room.meeting.starts_at + timedelta(hours=2)
    move(room, starts_at=new_time)
    move(room, place="Room 4")
    assert sent() == []
    assert sent(3) == [("granted", f"A meeting has changed: {room.meeting.reference}")]
    assert (
        f"{timezone.localtime(new_time):%H:%M}" in mail.outbox[0].body and "Room 4" not in mail.outbox[0].body
    )


def test_another_title_is_no_change_that_anybody_is_mailed_of(room):
    sent()
    move(room, title="Another title")
    assert sent(3) == []


def withdraw(room):
    with room.reading():
        conduct.withdraw(
            actor=room.chair,
            meeting=room.now(),
            attendance=room.attendance_of("granted"),
            reason="Not needed",
        )


def test_who_was_told_of_an_invitation_is_told_that_it_is_withdrawn_without_a_link_to_the_meeting(room):
    sent()
    withdraw(room)
    assert sent() == [("granted", f"An invitation to a meeting was withdrawn: {room.meeting.reference}")]
    assert str(room.meeting.uuid) not in mail.outbox[0].body


def test_who_was_never_told_hears_of_neither(room):
    withdraw(room)
    assert sent() == []


def test_one_mail_tells_of_all_actions_that_a_meeting_gave_once_it_is_over(whole_world):
    Delivery.objects.all().delete()
    room = held(whole_world)
    raise_action(room, "plain", "granted", "canarymeeting")
    assert [line for line in sent() if "action" in line[1]] == []
    with room.reading():
        conduct.close(actor=room.chair, meeting=room.now())
    found = sent(6)
    assert [line for line in found if "action" in line[1]] == [
        ("granted", f"2 actions for you: {room.meeting.reference}")
    ]
    told = next(m for m in mail.outbox if "2 actions" in m.subject)
    assert len(re.findall(r"/actions/[-0-9a-f]{36}/", told.body)) == 2 and "canary" not in told.body
    assert f"<{room.meeting.uuid}@" in told.message()["References"]
    assert sent(6) == []


@pytest.mark.slow
def test_the_chair_is_told_that_minutes_wait_when_another_closes_the_meeting(held_room):
    room, people = held_room, held_room.people
    move(room, lead=people.memberships["no_second_factor"])
    sent(6)
    with room.reading():
        conduct.close(actor=room.chair, meeting=room.now())
    line = ("no_second_factor", f"Minutes to approve: {room.meeting.reference}")
    assert line in sent()
    assert reverse("meetings:approve", args=[room.meeting.uuid]) in mail.outbox[-1].body


@pytest.mark.slow
def test_minutes_that_are_ready_are_told_once_to_each_but_who_approved_them(held_room, blank):
    room = held_room
    with room.reading():
        conduct.close(actor=room.chair, meeting=room.now())
    sent(6)
    with visibility.reading(room.chair):
        copies = conduct.approve(actor=room.chair, meeting=room.now())
    assert sent() == []
    for copy in copies:
        assert minutes.make(copy.pk)
    found = sent()
    assert ("granted", f"Minutes are ready: {room.meeting.reference}") in found
    assert len(found) == len({to for to, _ in found}) and "owner" not in {to for to, _ in found}


def test_a_meeting_that_starts_within_a_day_waits_for_no_morning(whole_world):
    Delivery.objects.all().delete()
    called(whole_world)
    assert Delivery.objects.get().urgent
    Delivery.objects.all().delete()
    people = whole_world.people
    actor = people.reader("owner")
    with visibility.reading(actor):
        later = new_meeting(people, starts_at=timezone.now() + timedelta(days=9))
        meeting = conduct.call_meeting(actor=actor, meeting=later)
        conduct.invite(
            actor=actor, meeting=meeting, people=[people.memberships["granted"]], grounds=people.grounds()
        )
    assert not Delivery.objects.get().urgent
    assert send_due() == 1
