"""A person who manages a meeting of their own reaches into a meeting that they only attend."""

from django.urls import reverse
from django.utils import timezone

from meetings.models import Attendance, Meeting
from meetings.selectors import meetings as selectors
from meetings.selectors.meetings import agenda
from meetings.services import conduct
from pam.access import visibility


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


def test_agenda_numbers_have_gaps_only_where_the_force_says_that_a_part_is_withheld(world, monkeypatch):
    owner, partner = world.people.reader("owner"), world.people.reader("granted")
    with visibility.reading(owner):
        full = {item.pk: item.number for item in agenda(owner, world.meeting)}
    assert sorted(full.values()) == list(range(1, len(full) + 1))
    with visibility.reading(partner):
        meeting = visibility.visible_to(partner, Meeting).get(pk=world.meeting.pk)
        told = agenda(partner, meeting)
        numbers = {item.pk: item.number for item in told}
        monkeypatch.setattr(selectors, "says_what_is_withheld", lambda meeting: False)
        untold = agenda(partner, meeting)
    assert told.withheld and numbers.items() < full.items()
    assert not untold.withheld and {item.number for item in untold} == {""}


def test_codes_of_decisions_and_actions_are_the_same_for_all_who_see_them(world):
    seen = {}
    for persona in ("owner", "granted"):
        reader = world.people.reader(persona)
        with visibility.reading(reader):
            meeting = visibility.visible_to(reader, Meeting).get(pk=world.meeting.pk)
            items = agenda(reader, meeting)
        seen[persona] = {("d", d.pk): d.code for i in items for d in i.raised_decisions} | {
            ("a", a.pk): a.raised_action.code for i in items for a in i.raised_actions
        }
    assert seen["granted"] and seen["granted"].items() < seen["owner"].items()
