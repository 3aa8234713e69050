"""Faults of what the program stands on, in a meeting: worker, web server, database, Redis, mail."""

from datetime import timedelta

import pytest
from django.db import OperationalError
from django.urls import reverse
from django.utils import timezone

from meetings.live import services as live
from meetings.models import Meeting, MinutesCopy
from meetings.services import conduct, minutes
from pam.live import following, shared, versions
from pam.notifications import services as notifications
from pam.notifications.models import Delivery
from tests.live.redis import FakeRedis
from tests.meetings.faults import address_of, decision, fault, item_of, kept, number_on, told


class Killed(BaseException):
    """What ends a process where it is."""


def end(*given, **named):
    raise Killed


@pytest.fixture
def redis(monkeypatch):
    fake = FakeRedis()
    monkeypatch.setattr(versions, "client", lambda: fake)
    monkeypatch.setitem(versions._away, "until", 0.0)
    shared.forget()
    return fake


@fault(
    "The worker is killed while it makes the minutes' files",
    "“Being made” until another worker takes the copy. The minutes can be read meanwhile.",
)
def test_the_worker_is_killed_in_approval(approved_room, place, blank, monkeypatch):
    room, copies = approved_room
    monkeypatch.setattr(minutes, "render_minutes", end)
    with pytest.raises(Killed):
        minutes.make(copies[0].pk)
    monkeypatch.undo()
    MinutesCopy.objects.filter(pk=copies[0].pk).update(claimed_at=None)
    assert copies[0].pk in minutes.waiting() and room.now().state == Meeting.State.APPROVED
    assert minutes.make(copies[0].pk)
    assert MinutesCopy.objects.get(pk=copies[0].pk).state == "made"


@fault(
    "The web server stops in the middle of an approval",
    "Nothing of it was done: the minutes still wait, there is no copy. Approved again, it is done once.",
)
def test_the_web_server_stops_in_approval(closed_room, sign_in, monkeypatch):
    room, client = closed_room, sign_in("owner")
    address = reverse("meetings:approve", args=[room.meeting.uuid])
    monkeypatch.setattr(minutes, "make_soon", end)
    with pytest.raises(Killed):
        client.post(address)
    assert room.now().state == Meeting.State.CLOSED
    assert not MinutesCopy.objects.filter(record_id=room.meeting.pk).exists()
    monkeypatch.undo()
    client.post(address)
    assert room.now().state == Meeting.State.APPROVED


@fault(
    "A file of the minutes can't be made",
    "The minutes' page says so and why; it is tried again each minute, and by a button.",
)
def test_a_file_cannot_be_made(approved_room, place, sign_in, monkeypatch):
    room, copies = approved_room

    def broken(*given, **named):
        raise ValueError("a broken font")

    monkeypatch.setattr(minutes, "render_minutes", broken)
    minutes.make(copies[0].pk)
    row = MinutesCopy.objects.get(pk=copies[0].pk)
    assert row.state == "waiting" and row.problem
    page = sign_in("owner").get(reverse("meetings:minutes", args=[room.meeting.uuid]))
    assert page.status_code == 200


@fault(
    "The database restarts while a decision is sent",
    "“There is a problem with pam”, with what was typed below; sent again, it is kept once.",
)
def test_the_database_restarts_in_the_meeting(held_room, sign_in, monkeypatch):
    room, client = held_room, sign_in("owner")
    sent = decision(form_number=number_on(client, address_of(room)))
    client.raise_request_exception = False

    def away(**given):
        raise OperationalError("terminating connection due to administrator command")

    monkeypatch.setattr(conduct, "decide", away)
    answer = client.post(address_of(room), sent)
    assert answer.status_code >= 500 and "Stop the van" in told(answer) and not kept()
    monkeypatch.undo()
    assert client.post(address_of(room), sent).status_code == 302 and kept() == 1


@fault(
    "Redis is away in the meeting",
    "Recording goes on. Pages that follow ask the database, every five seconds.",
)
def test_redis_is_away_in_the_meeting(held_room, redis, sign_in):
    room, client = held_room, sign_in("owner")
    redis.away = True
    client.post(address_of(room), decision())
    answer = client.get(reverse("meetings:follow_now", args=[room.meeting.uuid]))
    assert kept() == 1 and "Stop the van" in told(answer)
    assert answer["X-Pam-Every"] == following.SLOWLY


@fault(
    "Redis restarts and has forgotten everything",
    "Pages that follow ask the whole way once, and go on.",
)
def test_redis_forgot_everything(held_room, redis, sign_in):
    room, client = held_room, sign_in("owner")
    address = reverse("meetings:follow_now", args=[room.meeting.uuid])
    first = client.get(address)
    redis.kept.clear()
    headers = {"If-None-Match": first["ETag"], following.HEADER: first[following.HEADER]}
    assert client.get(address, headers=headers).status_code == 304
    with room.reading():
        live.go_to(actor=room.chair, meeting=room.now(), item=item_of(room, "plain"))
    versions._publish(versions.key_of(room.meeting.pk))
    assert client.get(address, headers=headers).status_code == 200


@pytest.mark.slow
@fault(
    "The mail server is away when minutes are issued",
    "The minutes are issued and can be read; the mails go out when it is back, once each.",
)
def test_the_mail_server_is_away_at_issue(approved_room, place, blank, monkeypatch, mailoutbox):
    Delivery.objects.all().delete()
    _, copies = approved_room
    for copy in copies:
        minutes.make(copy.pk)

    def away(*given):
        raise ConnectionRefusedError("no mail server")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", away)
    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)
    owed = Delivery.objects.filter(event="minutes_ready", sent_at=None, dropped_at=None)
    assert owed.exists()
    notifications.send_due()
    assert owed.exists() and not mailoutbox
    monkeypatch.undo()
    notifications.send_due(timezone.now() + timedelta(hours=1))
    assert not owed.exists() and mailoutbox
