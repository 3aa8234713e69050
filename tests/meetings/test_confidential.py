"""What is confidential to named people stays so at the next meeting; who runs that can be let in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.carried.services import go_through
from meetings.conflicts.services import declare
from meetings.models import AgendaItem, CarriedAction, Meeting, MeetingAction
from meetings.papers.selectors import due_day
from meetings.papers.services import describe_item
from meetings.series.rhythm import working_days_before
from meetings.series.services import call_next, edit_series
from meetings.services import conduct
from pam.access import visibility
from pam.actions.models import Action
from pam.records.bulk import rows
from tests.meetings import room as rooms
from tests.standing import standing
from tests.world.series import begin


@standing
def room(world):
    """A meeting of a series, being held, with an item for the chair alone and an action of it."""
    room = rooms.Room(world)
    with room.reading():
        room.series, _ = begin(world.people, "of tests", members=("granted", "colleague"))
        room.meeting = call_next(actor=room.chair, series=room.series, starts_at=timezone.now()).meeting
        item = conduct.add_item(actor=room.chair, meeting=room.now(), title="The informant")
        room.items["plain"] = describe_item(
            actor=room.chair, meeting=room.now(), item=item, version=item.version, confidential=True
        )
        conduct.start(actor=room.chair, meeting=room.now())
        conduct.all_present(actor=room.chair, meeting=room.now())
        room.raised["plain"] = rooms.raise_action(room, "plain", "owner", "canarymeeting")
    return room


def following(room):
    with room.reading():
        when = timezone.now() + timedelta(days=28)
        return call_next(actor=room.chair, series=room.series, starts_at=when).meeting


@standing
def later(room):
    """The next meeting of the series."""
    return following(room)


def lines_of(room, persona, meeting):
    reader = room.people.reader(persona)
    with visibility.reading(reader):
        assert Meeting.objects.filter(pk=meeting.pk).exists()
        return visibility.visible_to(reader, CarriedAction).filter(record_id=meeting.pk).count()


def test_what_is_said_of_its_action_at_the_next_meeting_is_for_the_same_people(room, later):
    meeting = later
    row = CarriedAction.objects.get(record_id=meeting.pk)
    assert row.for_principals == room.items["plain"].for_principals
    with room.reading():
        conduct.start(actor=room.chair, meeting=Meeting.objects.get(pk=meeting.pk))
        go_through(
            actor=room.chair, meeting=meeting, carried=row, came_to="impossible", words="He has moved away"
        )
    assert [lines_of(room, persona, meeting) for persona in ("owner", "colleague", "granted")] == [1, 0, 0]
    with visibility.reading(room.people.reader("colleague")):
        assert not CarriedAction.history.filter(id=row.pk).exists()


def test_its_action_is_for_the_agencies_of_the_people_who_are_named(room):
    action = Action.objects.get(pk=room.raised["plain"].action_id)
    assert action.agencies == [room.chair.agency_id]
    with visibility.reading(room.people.reader("granted")):
        assert not Action.objects.filter(pk=action.pk).exists()


def test_closing_the_item_afterwards_closes_what_was_carried_from_it(room):
    with room.reading():
        item = AgendaItem.objects.get(pk=room.items["plain"].pk)
        describe_item(actor=room.chair, meeting=room.now(), item=item, version=item.version)
    meeting, colleague = following(room), room.people.memberships["colleague"]
    assert lines_of(room, "colleague", meeting) == 1
    with room.reading():
        declare(
            actor=room.chair, meeting=room.now(), item=item, person=colleague, words="A friend", ruling="out"
        )
    assert lines_of(room, "colleague", meeting) == 0


def test_the_database_closes_it_too_whoever_writes(room, later):
    meeting = later
    principal = room.people.memberships["granted"].principal_id
    rows(MeetingAction).filter(pk=room.raised["plain"].pk).update(withheld_from=[principal])
    assert CarriedAction.objects.get(record_id=meeting.pk).withheld_from == [principal]


def test_a_new_secretary_sees_what_the_person_who_chose_them_sees(room, later):
    meeting, colleague = later, room.people.memberships["colleague"]
    with room.reading():
        item = conduct.add_item(actor=room.chair, meeting=meeting, title="The bridge")
        describe_item(actor=room.chair, meeting=meeting, item=item, version=item.version, confidential=True)
        current = Meeting.objects.get(pk=meeting.pk)
        current.secretary = colleague
        conduct.save_meeting(
            actor=room.chair, meeting=current, version=current.version, changed=["secretary"]
        )
    with visibility.reading(room.people.reader("colleague")):
        assert AgendaItem.objects.filter(record_id=meeting.pk, title="The bridge").exists()


@pytest.mark.slow
def test_who_is_chosen_by_a_person_who_is_not_named_does_not_see_it_and_the_page_says_so(
    room, later, sign_in
):
    meeting, colleague = later, room.people.memberships["colleague"]
    with room.reading():
        item = conduct.add_item(actor=room.chair, meeting=meeting, title="The bridge")
    client, page = sign_in("owner"), reverse("meetings:agenda", args=[meeting.uuid])
    assert "There are more items" not in client.get(page).content.decode()
    rows(AgendaItem).filter(pk=item.pk).update(for_principals=[colleague.principal_id])
    with room.reading():
        current = Meeting.objects.get(pk=meeting.pk)
        current.place = "Room 2"
        conduct.save_meeting(actor=room.chair, meeting=current, version=current.version, changed=["place"])
    told = client.get(page).content.decode()
    assert "The bridge" not in told and "There are more items, which you cannot see" in told
    assert AgendaItem.objects.get(pk=item.pk).for_principals == [colleague.principal_id]


@pytest.mark.slow
def test_the_agenda_says_that_the_secretary_does_not_see_an_item(room, later, sign_in):
    meeting, colleague = later, room.people.memberships["colleague"]
    with room.reading():
        item = conduct.add_item(actor=room.chair, meeting=meeting, title="The bridge")
        describe_item(actor=room.chair, meeting=meeting, item=item, version=item.version, confidential=True)
    rows(Meeting).filter(pk=meeting.pk).update(secretary=colleague)
    client, page = sign_in("owner"), reverse("meetings:agenda", args=[meeting.uuid])
    words = f"{colleague.user.name} cannot see this item"
    assert words in client.get(page).content.decode()
    item.refresh_from_db()
    sent = {"version": item.version, "confidential": "on", "people": []}
    client.post(reverse("meetings:item", args=[meeting.uuid, item.uuid]), sent)
    assert words not in client.get(page).content.decode()


def test_a_series_says_when_papers_are_due_and_a_called_meeting_keeps_it(room):
    with room.reading():
        room.series.paper_days = 1
        room.series = edit_series(actor=room.chair, series=room.series, version=room.series.version)
    meeting = following(room)
    day = timezone.localtime(meeting.starts_at).date()
    assert due_day(meeting) == working_days_before(day, 1) != due_day(room.now())
