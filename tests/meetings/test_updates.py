"""Updates that a meeting asks of who leads the records on its agenda."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from meetings.models import Attendance, Meeting, UpdateRequest
from meetings.updates.selectors import attach_updates
from meetings.updates.services import CHASED, ask_by_itself, ask_for_updates, chase, due_day, give_update
from pam.access import visibility
from pam.notifications.models import Delivery
from pam.records.bulk import rows
from pam.records.models import Record
from tests.meetings import room as rooms
from tests.refusals import refused
from tests.standing import standing


@standing
def room(world):
    """A meeting in ten days with the shared group and the hidden case on its agenda."""
    room = rooms.called(world)
    rows(Meeting).filter(pk=room.meeting.pk).update(starts_at=timezone.now() + timedelta(days=10))
    room.meeting = room.now()
    return room


def ask(room):
    """The requests, by the number of their record."""
    with room.reading():
        ask_for_updates(actor=room.chair, meeting=room.meeting)
    return {row.record_id: row for row in UpdateRequest.objects.filter(meeting_id=room.meeting.pk)}


def test_each_lead_of_a_record_on_the_agenda_is_asked_once(room):
    assert set(ask(room)) == {room.world.ocg.pk, room.world.pvp.pk}
    row = ask(room)[room.world.ocg.pk]
    assert (row.asked_id, row.limit) == (room.world.ocg.lead_id, 150)
    assert row.due == due_day(room.meeting) < timezone.localdate(room.meeting.starts_at)


def test_an_update_has_at_most_so_many_words_and_stays_typed(room, sign_in):
    row = ask(room)[room.world.ocg.pk]
    long = " ".join(["wharf"] * 151)
    answer = sign_in("owner").post(
        reverse("meetings:update", args=[row.uuid]), {"text": long, "version": row.version}
    )
    text = answer.content.decode()
    assert "Shorten it to 150 words" in text and long in text


def test_an_update_reaches_the_meeting_as_each_reader_may_see(room):
    for row in ask(room).values():
        with room.reading():
            give_update(actor=room.chair, request=row, version=row.version, text="Seen canaryhidden")
    partner = room.people.reader("granted")
    with visibility.reading(partner):
        seen = visibility.visible_to(partner, UpdateRequest).filter(meeting_id=room.meeting.pk)
        assert [row.record_id for row in seen] == [room.world.ocg.pk]


def test_an_update_is_for_the_agencies_of_its_meeting_alone_of_all_who_can_open_the_record(room):
    people, row = room.people, ask(room)[room.world.ocg.pk]
    assert row.agencies == sorted(people.agencies[name].pk for name in ("police", "probation"))
    Attendance.objects.create(
        record_id=room.meeting.pk,
        person=people.memberships["signposted"],
        author=people.memberships["owner"],
        author_agency=people.agencies["police"],
    )
    row.refresh_from_db()
    assert people.memberships["signposted"].agency_id in row.agencies


def test_an_update_after_its_day_is_late(room):
    row = ask(room)[room.world.ocg.pk]
    rows(UpdateRequest).filter(pk=row.pk).update(due=timezone.localdate() - timedelta(days=1))
    row.refresh_from_db()
    with room.reading():
        item = room.items["ocg"]
        attach_updates(room.chair, room.meeting, [item])
        assert item.updates[0].late
        give_update(actor=room.chair, request=row, version=row.version, text="At last")
        attach_updates(room.chair, room.meeting, [item])
        assert item.updates[0].late and item.updates[0].text == "At last"


def test_a_missing_update_is_chased_twice_and_no_more(room):
    row = ask(room)[room.world.ocg.pk]
    long_ago = timezone.now() - timedelta(days=9)
    rows(UpdateRequest).filter(meeting_id=room.meeting.pk).update(created=long_ago)
    told = Delivery.objects.filter(event=CHASED, about=row.uuid)
    for days, count in ((5, 0), (2, 1), (1, 1), (0, 2), (0, 2)):
        chase(row.due - timedelta(days=days))
        assert told.count() == count


def test_no_update_is_asked_for_once_the_meeting_has_started(held_room):
    room = held_room
    with room.reading(), refused("wrong_state"):
        ask_for_updates(actor=room.chair, meeting=room.meeting)


def test_a_partner_who_was_not_asked_writes_no_update(room):
    row = ask(room)[room.world.ocg.pk]
    partner = room.people.reader("granted")
    with visibility.reading(partner), pytest.raises(PermissionDenied):
        give_update(actor=partner, request=row, version=row.version, text="Mine")


def test_the_page_shows_what_changed_since_the_last_meeting(room, sign_in):
    row = ask(room)[room.world.ocg.pk]
    page = sign_in("owner").get(reverse("meetings:update", args=[row.uuid]))
    titles = [entry.title for entry in page.context["changes"]]
    assert titles and titles[0] in page.content.decode()


def test_who_was_asked_finds_it_in_what_waits_for_them(room, sign_in):
    row = ask(room)[room.world.ocg.pk]
    assert reverse("meetings:update", args=[row.uuid]) in sign_in("owner").get("/").content.decode()


@pytest.fixture
def kind_says(room, monkeypatch):
    """Gives the room's meeting a kind, and says what it says of updates."""
    from meetings.updates import services
    from tests.world.series import kind

    rows(Meeting).filter(pk=room.meeting.pk).update(framework_version=kind("tasking"))

    def say(**request):
        monkeypatch.setattr(services, "body_of", lambda meeting: {"update-request": request})

    return say


def test_updates_are_asked_for_by_themselves_so_many_working_days_before_and_once(room, kind_says):
    kind_says(days=3, words=90)
    start = timezone.localdate(room.meeting.starts_at)
    assert ask_by_itself(start - timedelta(days=9)) == 0
    assert ask_by_itself(start - timedelta(days=3)) == 2
    assert ask_by_itself(start) == 0
    asked = UpdateRequest.objects.filter(meeting_id=room.meeting.pk)
    assert set(asked.values_list("record_id", "limit")) == {
        (room.world.ocg.pk, 90),
        (room.world.pvp.pk, 90),
    }


def test_a_kind_that_does_not_say_when_is_left_to_the_button(room, kind_says):
    kind_says(words=90)
    assert ask_by_itself(timezone.localdate(room.meeting.starts_at)) == 0
    rows(Meeting).filter(pk=room.meeting.pk).update(framework_version=None)
    assert ask_by_itself(timezone.localdate(room.meeting.starts_at)) == 0


def test_the_job_asks_what_the_chair_may_ask_and_nothing_else(room, kind_says):
    from pam.access.models import Grant

    kind_says(days=5)
    rows(Record).filter(pk=room.world.pvp.pk).update(team=room.people.teams["other"])
    Grant.objects.filter(content_object_id=room.world.pvp.pk).delete()
    assert ask_by_itself(timezone.localdate(room.meeting.starts_at)) == 1


def test_a_partner_who_may_add_to_the_record_is_asked_beside_its_lead_and_writes_their_own(room):
    from pam.access.levels import Level
    from pam.access.models import Grant

    probation = room.people.agencies["probation"]
    grants = Grant.objects.filter(content_object_id=room.world.ocg.pk)
    rows(Grant).filter(pk__in=grants.filter(group_id=probation.principal_id)).update(level=Level.CONTRIBUTE)
    with room.reading():
        asked, _ = ask_for_updates(actor=room.chair, meeting=room.meeting)
        assert ask_for_updates(actor=room.chair, meeting=room.meeting)[0] == []
    partner = room.people.reader("granted")
    (theirs,) = [row for row in asked if row.asked_agency_id == probation.pk]
    assert (theirs.asked_id, theirs.record_id) == (partner.membership_id, room.world.ocg.pk)
    assert len(asked) == 3
    with visibility.reading(partner):
        given = give_update(actor=partner, request=theirs, version=theirs.version, text="Seen weekly")
    with room.reading():
        item = room.items["ocg"]
        attach_updates(room.chair, room.meeting, [item])
    assert [row.text for row in item.updates] == ["", "Seen weekly"] and given.given_by_id
