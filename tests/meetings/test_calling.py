"""Calling a meeting, inviting, the agenda."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from meetings.models import AgendaItem, Attendance, Meeting
from meetings.selectors.inviting import no_agreement_covers
from meetings.services import conduct
from pam.access import visibility
from pam.access.errors import Stale
from pam.access.models import Agreement, Grant
from pam.disclosure.selectors.grounds import Ground
from pam.disclosure.selectors.receipts import receipts_of
from pam.records.models import Record
from tests.meetings import room as rooms
from tests.refusals import refused


def sees(people, persona, model, row):
    reader = people.reader(persona)
    with visibility.reading(reader):
        gated = visibility.visible_to(reader, model).filter(pk=row.pk).exists()
        assert model.objects.filter(pk=row.pk).exists() is gated  # the wall says the same
    return gated


def test_the_chair_is_on_the_attendance_list(called_room):
    room = called_room
    assert room.attendance_of("owner").state == Attendance.State.INVITED


def test_an_invited_partner_can_open_the_meeting_for_as_many_days_after_it_as_its_agency_has(called_room):
    room = called_room
    assert sees(room.people, "granted", Meeting, room.meeting)
    assert not sees(room.people, "colleague", Meeting, room.meeting)
    grant = Grant.objects.get(content_object_id=room.meeting.pk, source=Grant.Source.INVITATION)
    assert grant.until == room.now().starts_at + timedelta(days=91)
    assert grant.agreement == room.people.agreement and grant.lawful_basis == room.people.basis


def test_an_invitation_never_takes_from_the_chair_what_they_have(called_room):
    room = called_room
    with room.reading():
        conduct.invite(actor=room.chair, meeting=room.meeting, people=[room.people.memberships["owner"]])
        assert visibility.level(room.chair, room.meeting) == 4


def test_a_partner_is_not_invited_without_a_lawful_basis(world):
    room = rooms.called(world, invite=("colleague",))
    probation = room.people.agencies["probation"].pk
    with room.reading(), refused("basis_missing", field=f"ground_{probation}"):
        conduct.invite(actor=room.chair, meeting=room.meeting, people=[room.people.memberships["granted"]])
    assert not sees(room.people, "granted", Meeting, room.meeting)


def test_nobody_below_the_marking_is_invited(called_room):
    room = called_room
    with room.reading(), refused("not_cleared"):
        conduct.invite(
            actor=room.chair, meeting=room.meeting, people=[room.people.memberships["low_clearance"]]
        )


def test_those_who_cannot_be_invited_are_named_with_the_reason_and_the_others_go(world):
    room = rooms.called(world, invite=("colleague",))
    people, grounds = room.people, room.people.grounds()
    health = people.agencies["health"]
    del grounds[people.agencies["council"].pk]
    people.agreement.parties.remove(health)
    people.ended_agreement.parties.remove(health)
    with room.reading():
        done = conduct.invite(
            actor=room.chair,
            meeting=room.meeting,
            people=[
                people.memberships[p] for p in ("granted", "signposted", "expired_grant", "low_clearance")
            ],
            grounds=grounds,
        )
    assert done.people == [people.memberships["granted"]]
    assert {person.user.name: why for person, why in done.left_out} == {
        "Simon Signpost": "Choose the legal basis for Harbourne City Council.",
        "Eva Expired": no_agreement_covers(health),
        "Lena Low": "Not cleared for OFFICIAL-SENSITIVE.",
    }
    for persona, seen in (("granted", True), ("signposted", False), ("expired_grant", False)):
        assert sees(people, persona, Meeting, room.meeting) is seen, persona


def test_a_ground_whose_agreement_has_ended_invites_nobody(world):
    room = rooms.called(world, invite=("colleague",))
    people = room.people
    ended = Ground(people.ended_agreement, people.basis)
    Agreement.objects.filter(pk=people.ended_agreement.pk).update(ends_at=timezone.now())
    with room.reading(), refused("ground_gone"):
        conduct.invite(
            actor=room.chair,
            meeting=room.meeting,
            people=[people.memberships["granted"]],
            grounds={people.agencies["probation"].pk: ended},
        )


def test_a_withdrawn_invitation_ends_at_once_and_can_be_given_again(called_room):
    room = called_room
    with room.reading():
        row = room.attendance_of("granted")
        conduct.withdraw(actor=room.chair, meeting=room.meeting, attendance=row, reason="Moved post")
    assert not sees(room.people, "granted", Meeting, room.meeting)
    with room.reading():
        conduct.invite(
            actor=room.chair,
            meeting=room.meeting,
            people=[room.people.memberships["granted"]],
            grounds=room.people.grounds(),
        )
    assert sees(room.people, "granted", Meeting, room.meeting)
    assert room.attendance_of("granted").removed_at is None
    with visibility.reading(room.people.reader("granted")):
        receipts = receipts_of(room.people.reader("granted"), reference=room.meeting.reference).order_by(
            "given_at"
        )
        assert [row.why_ended for row in receipts] == ["Moved post", ""], "a receipt of each invitation stays"


def test_moving_the_meeting_moves_the_end_of_the_invitations(called_room):
    room = called_room
    with room.reading():
        meeting = room.now()
        meeting.starts_at += timedelta(days=30)
        conduct.save_meeting(actor=room.chair, meeting=meeting, version=meeting.version)
    grant = Grant.objects.get(content_object_id=room.meeting.pk, source=Grant.Source.INVITATION)
    assert grant.until == meeting.starts_at + timedelta(days=91)


def test_a_stale_save_of_the_meeting_is_refused(called_room):
    room = called_room
    with room.reading():
        first, second = room.now(), room.now()
        conduct.save_meeting(actor=room.chair, meeting=first, version=first.version)
        with pytest.raises(Stale):
            conduct.save_meeting(actor=room.chair, meeting=second, version=second.version)


def test_an_item_about_a_record_is_seen_only_by_those_who_may_open_the_record(world, called_room):
    room = called_room
    assert sees(room.people, "granted", AgendaItem, room.items["plain"])
    assert sees(room.people, "granted", AgendaItem, room.items["ocg"])
    assert not sees(room.people, "granted", AgendaItem, room.items["pvp"])
    assert room.items["ocg"].title == f"{world.ocg.reference} {world.ocg.title}"


def test_a_record_stands_once_on_the_agenda(world, called_room):
    room = called_room
    with room.reading(), refused("already_there"):
        conduct.add_item(actor=room.chair, meeting=room.meeting, about=Record.objects.get(pk=world.ocg.pk))


def titles(room):
    rows = AgendaItem.objects.filter(record_id=room.meeting.pk, removed_at=None).order_by("position", "pk")
    return [next(name for name, item in room.items.items() if item.pk == row.pk) for row in rows]


def test_items_move_up_and_down_and_stop_at_the_ends(called_room):
    room = called_room
    with room.reading():
        conduct.move_item(actor=room.chair, meeting=room.meeting, item=room.items["pvp"], up=True)
        assert titles(room) == ["plain", "pvp", "ocg"]
        conduct.move_item(actor=room.chair, meeting=room.meeting, item=room.items["plain"], up=True)
        conduct.move_item(actor=room.chair, meeting=room.meeting, item=room.items["ocg"], up=False)
        assert titles(room) == ["plain", "pvp", "ocg"]


def test_an_empty_item_can_be_removed_and_a_minuted_one_stays(world, called_room):
    room = called_room
    with room.reading():
        conduct.remove_item(actor=room.chair, meeting=room.meeting, item=room.items["plain"])
        assert titles(room) == ["ocg", "pvp"]
    other = rooms.held(world)
    with other.reading(), refused("has_content"):
        conduct.remove_item(actor=other.chair, meeting=other.meeting, item=other.items["ocg"])


def test_a_partner_who_is_invited_can_change_nothing(called_room):
    room = called_room
    partner = room.people.reader("granted")
    with visibility.reading(partner):
        for change in (
            lambda: conduct.add_item(actor=partner, meeting=room.meeting, title="Mine"),
            lambda: conduct.start(actor=partner, meeting=room.meeting),
            lambda: conduct.move_item(
                actor=partner, meeting=room.meeting, item=room.items["plain"], up=False
            ),
            lambda: conduct.invite(actor=partner, meeting=room.meeting, people=[]),
            lambda: conduct.approve(actor=partner, meeting=room.meeting),
        ):
            with pytest.raises(PermissionDenied):
                change()


def test_a_meeting_lists_under_today_and_then_under_the_past(called_room, sign_in):
    room = called_room
    client = sign_in("granted")
    assert room.meeting.reference in client.get("/meetings/").content.decode()
    Meeting.objects.get(pk=room.meeting.pk)
    late = room.now()
    late.starts_at = timezone.now() - timedelta(days=3)
    late.save()
    assert room.meeting.reference not in client.get("/meetings/").content.decode()
    assert room.meeting.reference in client.get("/meetings/?when=past").content.decode()
