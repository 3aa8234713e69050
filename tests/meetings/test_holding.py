"""In the room: attendance, discussion, decisions, actions, the wall, closing."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from meetings.live.selectors import present_at
from meetings.models import AgendaItem, Attendance, Decision, Meeting, MeetingAction
from meetings.selectors.meetings import agenda, attendance, unfinished
from meetings.services import conduct
from pam.access import visibility
from pam.access.errors import Stale
from pam.access.levels import Level
from pam.access.models import Grant
from pam.actions.models import Action
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.shares import share
from pam.records.models import Entry
from pam.records.references import CODE
from tests.meetings import room as rooms
from tests.refusals import refused


@pytest.fixture
def room(held_room):
    return held_room


def test_nothing_is_minuted_before_the_meeting_starts(called_room):
    room = called_room
    with room.reading(), refused("wrong_state"):
        conduct.decide(
            actor=room.chair, meeting=room.meeting, item=room.items["plain"], text="x", rationale="y"
        )


def test_a_meeting_starts_once_and_closes_once(room):
    with room.reading():
        with refused("wrong_state"):
            conduct.start(actor=room.chair, meeting=room.meeting)
        conduct.close(actor=room.chair, meeting=room.meeting)
        with refused("wrong_state"):
            conduct.close(actor=room.chair, meeting=room.meeting)
    assert room.now().state == Meeting.State.CLOSED


def test_a_decision_needs_its_rationale(room):
    with room.reading(), refused("missing", field="rationale"):
        conduct.decide(
            actor=room.chair, meeting=room.meeting, item=room.items["plain"], text="Go", rationale=" "
        )


def test_discussion_saved_too_late_is_refused_with_both_texts(room):
    with room.reading():
        item = AgendaItem.objects.get(pk=room.items["plain"].pk)
        with pytest.raises(Stale) as stale:
            conduct.write_notes(
                actor=room.chair, meeting=room.meeting, item=item, notes="Mine", version=item.version - 1
            )
    assert "canarymeeting" in stale.value.current.notes


def test_the_partner_sees_decisions_and_actions_on_what_they_may_open(room):
    partner = room.people.reader("granted")
    with visibility.reading(partner):
        decisions = set(
            visibility.visible_to(partner, Decision)
            .filter(record_id=room.meeting.pk)
            .values_list("pk", flat=True)
        )
        raised = set(
            visibility.visible_to(partner, MeetingAction)
            .filter(record_id=room.meeting.pk)
            .values_list("pk", flat=True)
        )
        assert decisions == {room.decisions["ocg"].pk, room.decisions["plain"].pk}
        assert raised == {room.raised["ocg"].pk}


def test_an_action_stands_on_the_record_in_the_meeting_and_in_its_owners_list(room, sign_in):
    action = Action.objects.get(pk=room.raised["ocg"].action_id)
    assert action.record_id == room.world.ocg.pk and action.owner == room.people.memberships["granted"]
    client = sign_in("granted")
    assert action.title in client.get("/actions/").content.decode()
    assert action.title in client.get(f"/meetings/{room.meeting.uuid}/").content.decode()


def test_an_action_is_not_given_to_somebody_who_could_not_see_it(room):
    with room.reading(), refused("owner_cannot_see"):
        rooms.raise_action(room, "pvp", "granted", "canaryhidden")


def test_an_action_of_a_plain_item_stands_on_the_meeting(room):
    with room.reading():
        raised = rooms.raise_action(room, "plain", "granted", "canarymeeting")
    assert raised.action.record_id == room.meeting.pk


def test_a_decision_has_a_code_that_counts_nothing_whoever_takes_it(room):
    with room.reading():
        share(
            actor=room.chair,
            record=room.meeting,
            proposal=ShareProposal(
                principal=room.people.memberships["colleague"].principal,
                level=Level.MANAGE,
                basis=None,
                reason="Deputy",
                until=None,
            ),
        )
    deputy = room.people.reader("colleague")
    with visibility.reading(deputy):
        decision = conduct.decide(
            actor=deputy, meeting=room.meeting, item=room.items["plain"], text="Go on", rationale="Agreed"
        )
    assert re.fullmatch(rf"D-{CODE}", decision.code)
    assert decision.code not in {d.code for d in Decision.objects.exclude(pk=decision.pk)}


def test_the_record_discussed_learns_of_the_decision_within_the_owning_agency_alone(world, held_room):
    line = Entry.objects.filter(record_id=world.ocg.pk, kind=Entry.Kind.DECISION).latest("pk")
    partner = world.people.reader("granted")
    with visibility.reading(partner):
        assert not visibility.visible_to(partner, Entry).filter(pk=line.pk).exists()
    assert "MTG-" not in line.title + line.text


def test_the_wall_shows_what_everybody_present_may_see(room):
    with room.reading():
        common = present_at(room.chair, room.meeting).common()
        assert common.items == {room.items["plain"].pk, room.items["ocg"].pk}
        assert common.decisions == {room.decisions["plain"].pk, room.decisions["ocg"].pk}
        row = room.attendance_of("granted")
        conduct.take_attendance(actor=room.chair, meeting=room.meeting, attendance=row, state="apologies")
        assert room.items["pvp"].pk in present_at(room.chair, room.meeting).common().items


def test_the_wall_is_empty_if_somebody_present_may_not_open_the_meeting(room):
    Grant.objects.filter(content_object_id=room.meeting.pk, source=Grant.Source.INVITATION).delete()
    with room.reading():
        assert len(present_at(room.chair, room.meeting).common()) == 0


def test_nobody_noted_as_present_is_not_the_same_as_nothing_to_hide(called_room):
    room = called_room
    with room.reading():
        assert present_at(room.chair, room.meeting).sights == {}


def test_closing_names_what_is_unfinished(called_room):
    room = called_room
    with room.reading():
        lines = unfinished(agenda(room.chair, room.meeting), attendance(room.chair, room.meeting))
    assert len(lines) == 4 and "no decision" in lines[0] and "Gita Granted" in lines[-1]


def test_everybody_else_present_keeps_what_was_noted(called_room):
    room = called_room
    with room.reading():
        row = room.attendance_of("granted")
        conduct.take_attendance(actor=room.chair, meeting=room.meeting, attendance=row, state="apologies")
        assert conduct.all_present(actor=room.chair, meeting=room.meeting) == 1
    assert room.attendance_of("granted").state == Attendance.State.APOLOGIES


def test_starting_on_another_day_asks_first_and_says_both_dates(called_room, sign_in):
    room = called_room
    with room.reading():
        meeting = room.now()
        meeting.starts_at = timezone.now() + timedelta(days=21)
        conduct.save_meeting(actor=room.chair, meeting=meeting, version=meeting.version)
    client, address = sign_in("owner"), f"/meetings/{room.meeting.uuid}/start/"
    page = client.post(address).content.decode()
    for day in (timezone.localdate(), timezone.localdate() + timedelta(days=21)):
        assert f"{day:%A} {day.day} {day:%B %Y}" in page
    assert room.now().state == Meeting.State.CALLED
    client.post(address, {"confirm": "start"})
    assert room.now().state == Meeting.State.HELD


def test_a_start_is_undone_while_nothing_is_recorded(called_room, sign_in):
    room = called_room
    client, home = sign_in("owner"), f"/meetings/{room.meeting.uuid}/"
    client.post(f"{home}start/", {"confirm": "start"})
    assert "Undo the start" in client.get(f"{home}chair/").content.decode()
    client.post(f"{home}start/undo/")
    assert (room.now().state, room.now().started_at) == (Meeting.State.CALLED, None)


def test_a_start_is_not_undone_once_attendance_is_taken(called_room, sign_in):
    room = called_room
    with room.reading():
        conduct.start(actor=room.chair, meeting=room.meeting)
        row = room.attendance_of("granted")
        conduct.take_attendance(actor=room.chair, meeting=room.meeting, attendance=row, state="absent")
        with refused("has_content"):
            conduct.undo_start(actor=room.chair, meeting=room.meeting)
    page = sign_in("owner").get(f"/meetings/{room.meeting.uuid}/chair/").content.decode()
    assert "Undo the start" not in page


def test_minutes_never_say_absent_of_a_person_of_whom_nothing_was_recorded(called_room, sign_in):
    room = called_room
    with room.reading():
        conduct.start(actor=room.chair, meeting=room.meeting)
        conduct.close(actor=room.chair, meeting=room.meeting)
        conduct.approve(actor=room.chair, meeting=room.meeting)
    page = sign_in("owner").get(f"/meetings/{room.meeting.uuid}/minutes/").content.decode()
    assert "Attendance not recorded" in page and "Absent" not in page


def test_an_approved_meeting_is_no_longer_to_come(approved_room, sign_in):
    room, _ = approved_room
    client = sign_in("owner")
    assert room.meeting.reference not in client.get("/meetings/").content.decode()
    assert room.meeting.reference in client.get("/meetings/?when=past").content.decode()


def test_an_item_that_was_only_discussed_is_done_by_its_outcome(called_room, sign_in):
    room = called_room
    with room.reading():
        conduct.start(actor=room.chair, meeting=room.meeting)
        before = unfinished(agenda(room.chair, room.meeting), attendance(room.chair, room.meeting))
    address = f"/meetings/{room.meeting.uuid}/chair/{room.items['plain'].uuid}/"
    client = sign_in("owner")
    client.post(address, {"do": "outcome", "outcome": "deferred"})
    with room.reading():
        after = unfinished(agenda(room.chair, room.meeting), attendance(room.chair, room.meeting))
    assert [line for line in before if "Welcome" in line] and not [
        line for line in after if "Welcome" in line
    ]
    client.post(f"/meetings/{room.meeting.uuid}/close/")
    client.post(f"/meetings/{room.meeting.uuid}/minutes/approve/")
    minutes = client.get(f"/meetings/{room.meeting.uuid}/minutes/").content.decode()
    assert "Deferred to the next meeting" in minutes


def test_an_outcome_that_is_not_of_the_list_is_refused(room):
    with room.reading(), refused("missing", field="outcome"):
        conduct.record_outcome(
            actor=room.chair, meeting=room.meeting, item=room.items["plain"], outcome="nonsense"
        )


def test_the_chair_is_told_before_approval_which_characters_cannot_be_printed(closed_room, sign_in):
    room = closed_room
    client, address = sign_in("owner"), f"/meetings/{room.meeting.uuid}/minutes/approve/"
    assert "cannot be printed" not in client.get(address).content.decode()
    with room.reading():
        item = AgendaItem.objects.get(pk=room.items["plain"].pk)
        conduct.write_notes(
            actor=room.chair, meeting=room.meeting, item=item, notes="Met Ꭹ of 张伟", version=item.version
        )
    page = client.get(address).content.decode()
    assert "1 character in these minutes cannot be printed" in page and "Ꭹ" in page
