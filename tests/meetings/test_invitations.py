"""Invitations as calendars read them (by a library that pam does not use), and what people answer."""

from datetime import UTC, datetime, timedelta

import pytest
import vobject
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from meetings.invitations import services as invitations
from meetings.invitations.models import Reply
from meetings.models import AgendaItem, Meeting
from meetings.services import conduct
from pam.access import visibility
from pam.notifications import services
from pam.notifications.models import Delivery
from pam.records.bulk import rows
from pam.reference.models import Setting
from tests.meetings.room import called
from tests.refusals import refused
from tests.standing import standing


@standing
def room(whole_world):
    Delivery.objects.all().delete()
    return called(whole_world)


def calendars(minutes_later=0):
    """The calendars that go out by then, each as (method, its event)."""
    mail.outbox.clear()
    services.send_due(timezone.now() + timedelta(minutes=minutes_later))
    found = []
    for message in mail.outbox:
        for name, content, kind in message.attachments:
            read = vobject.readOne(content if isinstance(content, str) else content.decode())
            assert name == "meeting.ics" and f"method={read.method.value}" in kind
            found.append((read.method.value, read.vevent))
    return found


def change(room, **changed):
    meeting = Meeting.objects.get(pk=room.meeting.pk)
    for name, value in changed.items():
        setattr(meeting, name, value)
    with room.reading():
        conduct.save_meeting(
            actor=room.chair, meeting=meeting, version=meeting.version, changed=list(changed)
        )


def test_an_invitation_is_a_request_with_a_time_and_a_link_and_no_case_text(room):
    [(method, event)] = calendars()
    assert method == "REQUEST"
    assert event.dtstart.value == room.now().starts_at.astimezone(UTC).replace(microsecond=0)
    assert reverse("meetings:detail", args=[room.meeting.uuid]) in event.url.value
    assert event.summary.value == f"Command meeting {room.meeting.reference}"
    assert event.contents["class"][0].value == "PRIVATE"
    told = mail.outbox[0].message().as_string() + event.serialize()
    assert "canary" not in told and "Monthly tasking" not in told and "Welcome" not in told


def test_a_move_keeps_the_uid_and_raises_the_sequence(room):
    [(_, first)] = calendars()
    change(room, starts_at=room.now().starts_at + timedelta(days=1))
    [(method, second)] = calendars(3)
    assert method == "REQUEST" and second.uid.value == first.uid.value
    assert int(second.sequence.value) > int(first.sequence.value)
    assert second.dtstart.value - first.dtstart.value == timedelta(days=1)


def test_an_invitation_that_is_withdrawn_is_cancelled(room):
    [(_, first)] = calendars()
    with room.reading():
        conduct.withdraw(
            actor=room.chair,
            meeting=room.now(),
            attendance=room.attendance_of("granted"),
            reason="By mistake",
        )
    [(method, event)] = calendars()
    assert (method, event.status.value, event.uid.value) == ("CANCEL", "CANCELLED", first.uid.value)
    assert "url" not in event.contents and "location" not in event.contents


@pytest.mark.parametrize(
    ("starts", "utc"),
    [
        # In London: the last Sunday of October 2027 is the 31st, of March 2028 the 26th.
        (datetime(2027, 10, 29, 9, tzinfo=UTC), "2027-10-29T09:00:00+00:00"),  # 10:00 BST
        (datetime(2027, 11, 1, 10, tzinfo=UTC), "2027-11-01T10:00:00+00:00"),  # 10:00 GMT
        (datetime(2028, 3, 27, 9, tzinfo=UTC), "2028-03-27T09:00:00+00:00"),  # 10:00 BST again
    ],
)
def test_the_hour_is_right_on_either_side_of_the_change_of_the_clocks(room, starts, utc):
    calendars()
    change(room, starts_at=starts)
    [(_, event)] = calendars(3)
    assert event.dtstart.value.isoformat() == utc
    assert timezone.localtime(event.dtstart.value).hour == 10


def test_it_lasts_as_long_as_the_items_that_its_reader_sees_are_planned(room):
    rows(AgendaItem).filter(record_id=room.meeting.pk).update(planned_minutes=20)
    [(_, event)] = calendars()  # three items, of which probation sees two
    assert event.dtend.value - event.dtstart.value == timedelta(minutes=40)


def test_the_place_is_said_only_where_the_agency_says_so(room):
    calendars()
    change(room, place="Room 4")
    [(_, event)] = calendars(3)
    assert "location" not in event.contents
    agency = room.people.agencies["police"]
    Setting.objects.create(agency=agency, key="meetings.place_in_calendar", value=True)
    change(room, place="Room 5")
    [(_, event)] = calendars(3)
    assert event.location.value == "Room 5"


def test_who_is_invited_answers_and_the_chair_reads_it(room, sign_in):
    client = sign_in("granted")
    address = reverse("meetings:reply", args=[room.meeting.uuid])
    client.post(address, {"answer": "deputy", "deputy": "Ada Finch, team manager", "words": "On leave"})
    people = reverse("meetings:people", args=[room.meeting.uuid])
    told = sign_in("owner").get(people).content.decode()
    assert "A deputy will attend" in told and "Ada Finch" in told and "On leave" in told


def test_the_newest_answer_counts_and_the_earlier_one_stays(room, sign_in):
    client, address = sign_in("granted"), reverse("meetings:reply", args=[room.meeting.uuid])
    client.post(address, {"answer": "accepted"})
    client.post(address, {"answer": "report", "words": "Report follows"})
    assert client.get(address).context["form"].initial["answer"] == "report"
    assert Reply.objects.filter(record_id=room.meeting.pk).count() == 2


def answer(room, persona, **values):
    reader = room.people.reader(persona)
    with visibility.reading(reader):
        return invitations.reply(actor=reader, meeting=room.now(), **values)


def test_a_deputy_has_a_name(room):
    with refused("missing", field="deputy"):
        answer(room, "granted", answer="deputy")


def test_who_is_no_longer_invited_answers_nothing(room):
    row = room.attendance_of("granted")
    rows(type(row)).filter(pk=row.pk).update(removed_at=timezone.now())
    with refused("not_invited"):
        answer(room, "granted", answer="accepted")


def test_once_the_meeting_has_started_there_is_nothing_to_answer(room, sign_in):
    with room.reading():
        conduct.start(actor=room.chair, meeting=room.now())
    with refused("wrong_state"):
        answer(room, "granted", answer="accepted")
    address = reverse("meetings:reply", args=[room.meeting.uuid])
    assert sign_in("granted").get(address).status_code == 404


def test_the_invitation_is_downloaded_by_who_is_invited_alone(room, sign_in):
    address = reverse("meetings:calendar", args=[room.meeting.uuid])
    event = vobject.readOne(sign_in("granted").get(address).content.decode()).vevent
    assert event.uid.value.startswith(str(room.meeting.uuid))
    assert sign_in("other_force").get(address).status_code == 404
