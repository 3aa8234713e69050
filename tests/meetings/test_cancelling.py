"""A meeting is cancelled: calendars, what its people are told, and where its items go."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from meetings.conflicts.services import declare
from meetings.models import AgendaItem, Meeting, Pack
from meetings.packs import services as packs
from meetings.series import services as series
from meetings.series.selectors import meeting_before
from meetings.services import conduct
from meetings.services.cancelling import cancel
from pam.access import visibility
from pam.access.levels import Level
from pam.notifications.models import Delivery
from pam.records.bulk import rows
from tests.meetings import papers
from tests.meetings import room as rooms
from tests.meetings.test_invitations import calendars
from tests.records.world import share_with
from tests.refusals import refused
from tests.standing import standing
from tests.world.series import begin


@standing
def room(world):
    Delivery.objects.all().delete()
    room = rooms.called(world)
    rows(Meeting).filter(pk=room.meeting.pk).update(starts_at=timezone.now() + timedelta(days=5))
    return room


def cancelled(room, reason="The chair is ill"):
    with room.reading():
        return cancel(actor=room.chair, meeting=room.now(), reason=reason)


def test_those_who_are_invited_get_a_cancellation_with_the_sequence_raised(room):
    [(_, invited)] = calendars()
    cancelled(room)
    [(method, event)] = calendars()
    assert method == "CANCEL" and event.status.value == "CANCELLED"
    assert event.uid.value == invited.uid.value
    assert int(event.sequence.value) > int(invited.sequence.value)
    assert "The chair is ill" not in mail.outbox[0].message().as_string() + event.serialize()
    assert calendars() == []


def test_a_reason_is_needed_and_only_a_meeting_to_come_is_cancelled(room):
    with refused("missing", field="reason"):
        cancelled(room, " ")
    partner = room.people.reader("granted")
    with visibility.reading(partner), pytest.raises(PermissionDenied):
        cancel(actor=partner, meeting=room.now(), reason="No")
    with room.reading():
        conduct.start(actor=room.chair, meeting=room.now())
    with refused("wrong_state"):
        cancelled(room)


def test_nothing_is_added_to_it_and_its_pack_can_still_be_read(room, sign_in):
    papers.add(room, title="Of all canarymeeting")
    with room.reading():
        packs.make_pack(actor=room.chair, meeting=room.now())
    cancelled(room)
    meeting = room.now()
    assert meeting.closed_at and meeting.state == "cancelled"
    with refused("wrong_state"):
        papers.add(room, title="Too late")
    with room.reading(), refused("wrong_state"):
        conduct.add_item(actor=room.chair, meeting=meeting, title="More")
    client = sign_in("granted")
    told = client.get(reverse("meetings:pack", args=[meeting.uuid])).content.decode()
    assert "Of all canarymeeting" in told and Pack.objects.filter(record_id=meeting.pk).count() == 2
    told = client.get(meeting.get_absolute_url()).content.decode()
    assert "This meeting is cancelled." in told and "The chair is ill" in told


def test_the_page_asks_why_and_then_cancels(room, sign_in):
    client, address = sign_in("owner"), reverse("meetings:cancel", args=[room.meeting.uuid])
    assert "taken out of their calendars" in client.get(address).content.decode()
    assert client.post(address, {}).status_code == 200 and room.now().state == "called"
    assert client.post(address, {"reason": "Snow"}).status_code == 302 and room.now().state == "cancelled"
    assert client.get(address).status_code == 404
    assert client.get(reverse("meetings:edit", args=[room.meeting.uuid])).status_code == 302


@standing
def two(world):
    """(the series, a meeting of it with an item of its own, the chair's reader)."""
    actor = world.people.reader("owner")
    with visibility.reading(actor):
        found, _ = begin(world.people, "canaryseries")
        meeting = series.call_next(
            actor=actor, series=found, starts_at=timezone.now() + timedelta(days=3)
        ).meeting
        conduct.add_item(actor=actor, meeting=meeting, title="The bridge")
    return found, meeting, actor


def _call(found, actor, days):
    with visibility.reading(actor):
        starts = timezone.now() + timedelta(days=days)
        return series.call_next(actor=actor, series=found, starts_at=starts).meeting


def titles(meeting):
    live = AgendaItem.objects.filter(record=meeting, removed_at=None)
    return [item.title for item in live.order_by("position", "pk")]


def test_its_items_go_to_the_next_meeting_that_is_called(two):
    found, meeting, actor = two
    following = _call(found, actor, 10)
    with visibility.reading(actor):
        conduct.add_item(actor=actor, meeting=meeting, title="The tunnel")
        cancel(actor=actor, meeting=Meeting.objects.get(pk=meeting.pk), reason="Snow")
    # What the next one took over when it was called is not brought twice.
    assert titles(following).count("The bridge") == titles(following).count("The tunnel") == 1


def test_a_confidential_item_stays_confidential_at_the_next_meeting(two):
    from meetings.papers.services import describe_item

    found, meeting, actor = two
    with visibility.reading(actor):
        item = AgendaItem.objects.get(record=meeting, title="The bridge")
        describe_item(actor=actor, meeting=meeting, item=item, version=item.version, confidential=True)
        cancel(actor=actor, meeting=Meeting.objects.get(pk=meeting.pk), reason="Snow")
    following = _call(found, actor, 10)
    assert AgendaItem.objects.get(record=following, title="The bridge").for_principals


def test_who_is_out_of_an_item_is_out_of_it_at_the_next_meeting(two, world):
    found, meeting, actor = two
    person = world.people.memberships["colleague"]
    with visibility.reading(actor):
        conduct.invite(actor=actor, meeting=meeting, people=[person])
        item = AgendaItem.objects.get(record=meeting, title="The bridge")
        declare(actor=actor, meeting=meeting, item=item, person=person, words="Her brother", ruling="out")
        cancel(actor=actor, meeting=Meeting.objects.get(pk=meeting.pk), reason="Snow")
    following = _call(found, actor, 10)
    assert AgendaItem.objects.get(record=following, title="The bridge").withheld_from == [person.principal_id]
    with visibility.reading(world.people.reader("colleague")):
        assert not AgendaItem.objects.filter(record=following, title="The bridge").exists()


def test_a_partner_who_manages_does_not_cancel_by_raw_sql(room):
    share_with(room.people, room.meeting, "probation", Level.MANAGE)
    with visibility.reading(room.people.reader("granted")), connection.cursor() as cursor:
        assert Meeting.objects.filter(pk=room.meeting.pk).exists()
        said = "UPDATE meetings_meeting SET state = 'cancelled' WHERE record_ptr_id = %s"
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(said, [room.meeting.pk])


def test_they_wait_for_the_next_meeting_where_none_is_called(two):
    found, meeting, actor = two
    with visibility.reading(actor):
        cancel(actor=actor, meeting=Meeting.objects.get(pk=meeting.pk), reason="Snow")
    following = _call(found, actor, 10)
    assert titles(following).count("The bridge") == 1
    # A cancelled meeting has no minutes to agree, and does not count as the last one.
    assert not any("Minutes of" in title for title in titles(following))
    with visibility.reading(actor):
        assert meeting_before(actor, following) is None
