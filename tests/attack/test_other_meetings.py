"""Somebody who manages a meeting of their own reaches into a meeting that they only attend."""

from django.urls import reverse
from django.utils import timezone

from meetings.models import Attendance, Meeting
from meetings.selectors import agenda
from meetings.services import conduct
from pam.access import visibility
from pam.records.models import Record


def own_meeting(people):
    """A meeting that the probation officer called."""
    actor, lead = people.reader("granted"), people.memberships["granted"]
    meeting = Meeting(
        title="Own", team=people.teams["probation"], lead=lead, starts_at=timezone.now(), place="Here"
    )
    with visibility.reading(actor):
        return conduct.call_meeting(actor=actor, meeting=meeting)


def test_nobody_is_withdrawn_from_a_meeting_through_another_meeting(world, sign_in):
    mine = own_meeting(world.people)
    theirs = Attendance.objects.get(record=world.meeting, person=world.people.memberships["owner"])
    address = reverse("meetings:withdraw", args=[mine.uuid, theirs.uuid])
    client = sign_in("granted")
    assert client.get(address).status_code == 404
    assert client.post(address, {"reason": "Because"}).status_code == 404
    assert Attendance.objects.get(pk=theirs.pk).removed_at is None


def test_the_services_of_a_meeting_take_no_row_of_another(world):
    """Also where a view forgets to ask."""
    people, mine = world.people, own_meeting(world.people)
    actor = people.reader("granted")
    row = Attendance.objects.get(record=world.meeting, person=people.memberships["owner"])
    item = world.parts["meeting"]["item"]
    with visibility.reading(actor):
        for attempt in (
            lambda: conduct.withdraw(actor=actor, meeting=mine, attendance=row, reason="Because"),
            lambda: conduct.take_attendance(actor=actor, meeting=mine, attendance=row, state="absent"),
            lambda: conduct.remove_item(actor=actor, meeting=mine, item=item),
        ):
            try:
                attempt()
            except Exception as error:
                assert type(error).__name__ in {"DoesNotExist", "PermissionDenied", "Refused"}, error
    row.refresh_from_db()
    assert row.removed_at is None and row.state != "absent"


def test_numbers_of_decisions_and_actions_tell_of_none_that_are_hidden(world):
    """A hidden decision was taken before the one that the partner sees: its number must not show as a gap."""
    people = world.people
    owner, partner = people.reader("owner"), people.reader("granted")
    with visibility.reading(owner):
        about = conduct.add_item(
            actor=owner, meeting=world.private_meeting, about=Record.objects.get(pk=world.ocg.pk)
        )
        assert about.pk
        item = world.parts["meeting"]["item"]
        conduct.decide(
            actor=owner, meeting=world.meeting, item=item, text="After the hidden one", rationale="Why"
        )
        conduct.raise_action(
            actor=owner,
            meeting=world.meeting,
            item=item,
            title="After",
            owner=people.memberships["owner"],
            due=timezone.localdate(),
            four_p="protect",
        )
    with visibility.reading(partner):
        items = agenda(partner, visibility.visible_to(partner, Meeting).get(pk=world.meeting.pk))
    assert [d.number for row in items for d in row.raised_decisions] == [1, 2]
    assert [a.number for row in items for a in row.raised_actions] == [1, 2]


def test_minutes_number_what_they_say_without_gaps(world):
    from meetings.services.composing import compose
    from meetings.services.minutes import sight

    people, owner, partner = world.people, world.people.reader("owner"), world.people.reader("granted")
    with visibility.reading(owner):
        conduct.decide(
            actor=owner,
            meeting=world.meeting,
            item=world.parts["meeting"]["item"],
            text="Later",
            rationale="Why",
        )
    with visibility.reading(partner):
        meeting = visibility.visible_to(partner, Meeting).get(pk=world.meeting.pk)
        content, _ = compose(partner, meeting, sight(partner, meeting))
    assert [d["number"] for item in content["items"] for d in item["decisions"]] == ["1", "2"]
    assert people
