"""Faults while people type in a meeting: two at one thing, what is taken away under them, too much."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.carried.services import go_through
from meetings.conflicts import services as conflicts
from meetings.live import services as live
from meetings.models import CarriedAction, Meeting, RoomState
from meetings.secretary.services import raise_in_one_line
from meetings.selectors.kinds import OUTCOMES, offered_outcomes
from meetings.selectors.meetings import agenda
from meetings.series import services as series
from meetings.services import conduct
from pam.access import visibility
from pam.access.models import Grant
from pam.actions.services import tracker
from pam.records.bulk import rows
from pam.records.models import Entry
from pam.reference.models import ReferenceValue
from tests.meetings.faults import address_of, decision, fault, item_of, kept, notes, number_on, told
from tests.refusals import refused
from tests.world.series import begin

JSON = {"Accept": "application/json"}


@pytest.fixture
def room(held_room):
    return held_room


@fault(
    "Two chairs move the room at the same moment",
    "Both see the item of the second; the time at the first is kept. Nothing typed is touched.",
)
def test_two_chairs(room, sign_in):
    client, other = sign_in("owner"), sign_in("owner")
    for browser, name in ((client, "plain"), (other, "ocg")):
        address = reverse("meetings:tablet_press", args=[room.meeting.uuid, room.items[name].uuid])
        browser.post(address, {"do": "go"})
    assert RoomState.objects.get(record_id=room.meeting.pk).at_item_id == room.items["ocg"].pk
    page = reverse("meetings:tablet", args=[room.meeting.uuid])
    assert client.get(page).context["item"] == other.get(page).context["item"] == item_of(room, "ocg")


@fault(
    "The meeting is closed twice",
    "The second person is told that it is closed already; one line in the chronology.",
)
def test_closed_twice(room, sign_in):
    client, address = sign_in("owner"), reverse("meetings:close", args=[room.meeting.uuid])
    client.post(address, follow=True)
    answer = client.post(address, follow=True)
    assert room.now().state == Meeting.State.CLOSED and "Meeting closed. The minutes" not in told(answer)
    held = Entry.objects.filter(record_id=room.meeting.pk, title__icontains="closed")
    assert held.count() <= 1


@pytest.mark.slow
@fault(
    "The chair approves minutes that the secretary changed meanwhile",
    "Not approved: “The minutes changed since you opened this page”, and the minutes as they are now.",
)
def test_an_old_version_is_approved(closed_room, sign_in):
    room = closed_room
    client, address = sign_in("owner"), reverse("meetings:approve", args=[room.meeting.uuid])
    seen = client.get(address).context["seen"]
    assert client.get(address).context["seen"] == seen
    with room.reading():
        conduct.decide(
            actor=room.chair, meeting=room.now(), item=item_of(room, "plain"), text="Late", rationale="So"
        )
    answer = client.post(address, {"seen": seen}, follow=True)
    assert "changed since you opened this page" in told(answer) and "Late" in told(answer)
    assert room.now().state == Meeting.State.CLOSED
    client.post(address, {"seen": client.get(address).context["seen"]})
    assert room.now().state == Meeting.State.APPROVED


@fault(
    "5 MB are pasted into the discussion",
    "“Not saved”, with the reason; the text stays in the box. What was saved before stays.",
)
def test_five_megabytes_are_pasted(room, sign_in):
    client = sign_in("owner")
    client.post(address_of(room), notes(room, "Said before"))
    answer = client.post(address_of(room), notes(room, "word " * 1_000_000), headers=JSON)
    assert 400 <= answer.status_code < 500  # the box says "Not saved" and keeps what was pasted
    assert item_of(room, "plain").notes == "Said before"


@fault(
    "25,000 characters are typed into a box of 20,000",
    "Refused beside the box with the number; the text stays in it.",
)
def test_more_than_a_box_takes(room, sign_in):
    text = "curfew " * 3600
    answer = sign_in("owner").post(address_of(room), notes(room, text))
    assert answer.status_code == 200 and text.strip() in told(answer)
    assert answer.context["notes_form"].errors["notes"]


@fault(
    "Two secretaries change one line",
    "The second is shown both texts, and keeps both or one. Other paragraphs are merged unasked.",
)
def test_two_secretaries_on_one_line(room, sign_in):
    client, other = sign_in("owner"), sign_in("owner")
    client.post(address_of(room), notes(room, "The van was seen"))
    first, second = notes(room, "The van was seen twice"), notes(room, "The van was sold")
    client.post(address_of(room), first)
    answer = other.post(address_of(room), second, headers=JSON)
    assert answer.status_code == 409 and answer.json()["theirs"] == "The van was seen twice"
    assert other.post(address_of(room), second | {"keep": "both"}, headers=JSON).status_code == 200
    text = item_of(room, "plain").notes
    assert "The van was seen twice" in text and "The van was sold" in text


@fault(
    "A form is sent twice (double press, or its answer was lost and it is sent again)",
    "It is kept once, and both presses lead to the same page.",
)
def test_a_form_is_sent_twice(room, sign_in):
    client = sign_in("owner")
    sent = decision(form_number=number_on(client, address_of(room)))
    first, again = client.post(address_of(room), sent), client.post(address_of(room), sent)
    assert first.url == again.url and kept() == 1


@fault(
    "The session ends while a decision is typed",
    "Signs in again, and is back on the page with all that was typed; it is saved when sent again.",
)
def test_the_session_ends_while_typing(room, sign_in):
    client = sign_in("owner")
    sent = decision(form_number=number_on(client, address_of(room)))
    client.session.flush()
    answer = client.post(address_of(room), sent)
    assert answer.status_code == 302 and answer.url.startswith(reverse("account_login")) and not kept()
    held, client = dict(client.session.items()), sign_in("owner")
    session = client.session
    session.update(held)
    session.save()
    assert "Stop the van" in told(client.get(address_of(room)))


@fault(
    "The page is from before the last sign-in (an old CSRF token)",
    "Not saved; the page comes back with what was typed and a token that holds.",
)
def test_an_old_token(room, sign_in):
    client = Client(enforce_csrf_checks=True)
    client.cookies = sign_in("owner").cookies
    number = number_on(client, address_of(room))
    sent = decision(form_number=number, csrfmiddlewaretoken="x" * 64)
    answer = client.post(address_of(room), sent)
    assert answer.status_code == 403 and "Stop the van" in told(answer) and not kept()


@fault(
    "The right to the meeting ends under the person who types",
    "“Not found”, as for a meeting that is not there; nothing is saved.",
)
def test_the_right_ends_under_the_typist(room, sign_in):
    client = sign_in("owner")
    number = number_on(client, address_of(room))
    member = room.people.memberships["owner"]
    member.teams.clear()
    Grant.objects.filter(content_object_id=room.meeting.pk, group=member.principal).delete()
    answer = client.post(address_of(room), decision(form_number=number))
    assert answer.status_code == 404 and not kept()


@fault(
    "An item is taken off the agenda under the person who types on it",
    "“Not found”, with what they typed below it, to copy; nothing of it is saved on another item.",
)
def test_an_item_is_removed_under_the_typist(room, sign_in):
    client = sign_in("owner")
    with room.reading():
        item = conduct.add_item(actor=room.chair, meeting=room.now(), title="Any other business")
    room.items["extra"] = item
    number = number_on(client, address_of(room, "extra"))
    with room.reading():
        conduct.remove_item(actor=room.chair, meeting=room.now(), item=item)
    answer = client.post(address_of(room, "extra"), decision(form_number=number))
    assert answer.status_code == 404 and "Stop the van" in told(answer) and not kept()


@fault(
    "The minutes are approved while another still types",
    "Refused with the reason; the text stays in the box, for a correction.",
)
def test_approved_while_another_types(closed_room, sign_in):
    room = closed_room
    sent = notes(room, "One more thing")
    with room.reading():
        conduct.approve(actor=room.chair, meeting=room.now())
    answer = sign_in("owner").post(address_of(room), sent, headers=JSON)
    assert answer.status_code in (302, 409) and "One more thing" not in item_of(room, "plain").notes


@fault(
    "The start is undone while another records a decision",
    "Refused: the meeting has not started. The text stays in the form.",
)
def test_the_start_is_undone_meanwhile(called_room, sign_in):
    room = called_room
    answer = sign_in("owner").post(address_of(room), decision(), follow=True)
    assert not kept() and answer.status_code == 200


@fault(
    "An outcome that was taken off the list is pressed on an old page",
    "Refused: it is no longer offered. Items that bear it keep it.",
)
def test_an_outcome_of_a_retired_value(room):
    meeting, item = room.now(), item_of(room, "plain")
    code, label = offered_outcomes(meeting, item)[0]
    with room.reading():
        conduct.record_outcome(actor=room.chair, meeting=meeting, item=item, outcome=code)
    assert rows(ReferenceValue).filter(listing=OUTCOMES, code=code).update(retired=True)
    with room.reading(), refused("missing", field="outcome"):
        assert agenda(room.chair, meeting)[0].came_to.label == label
        other = item_of(room, "ocg")
        conduct.record_outcome(actor=room.chair, meeting=meeting, item=other, outcome=code)


@fault(
    "The next meeting is called for an hour that does not exist (clocks go forward)",
    "Refused beside the time, in words; the page keeps the day.",
)
def test_an_hour_that_does_not_exist(world, sign_in):
    actor = world.people.reader("owner")
    with visibility.reading(actor):
        kept_series, _ = begin(world.people, "of tests")
    sent = {"day_day": 28, "day_month": 3, "day_year": 2027, "hour": "01:30"}
    answer = sign_in("owner").post(reverse("meetings:series_next", args=[kept_series.uuid]), sent)
    assert answer.status_code == 200 and "hour" in answer.context["form"].errors
    assert not Meeting.objects.filter(of_series=kept_series).exists()


@fault(
    "Two people call the next meeting of a series for the same time",
    "The second is told that it is called already; one meeting.",
)
def test_the_next_meeting_is_called_twice(world):
    actor, when = world.people.reader("owner"), timezone.now() + timedelta(days=7)
    with visibility.reading(actor):
        kept_series, _ = begin(world.people, "of tests")
        series.call_next(actor=actor, series=kept_series, starts_at=when)
        with refused("twice"):
            series.call_next(actor=actor, series=kept_series, starts_at=when)


@fault(
    "An action is given to a person who has left",
    "Refused beside the line: no one of that name can own it. The line stays in the box.",
)
def test_an_action_for_a_person_who_left(room):
    member = room.people.memberships["granted"]
    rows(type(member)).filter(pk=member.pk).update(ends_at=timezone.now())
    with room.reading(), refused("nobody", field="line"):
        raise_in_one_line(
            actor=room.chair,
            meeting=room.now(),
            item=item_of(room, "ocg"),
            line=f"@{member.user.name.replace(' ', '-')} Fri look",
        )


@fault(
    "A carried action is ended on its own page while the meeting goes through it",
    "Refused: it has ended already, and as what. The first answer stays.",
)
def test_a_carried_action_ended_meanwhile(world):
    actor = world.people.reader("owner")
    line = CarriedAction.objects.select_related("action").get(pk=world.parts["meeting"]["carried"].pk)
    action = line.action
    with visibility.reading(actor):
        tracker.finish(actor=actor, action=action, version=action.version, outcome="Done")
        with refused("finished"):
            go_through(
                actor=actor, meeting=world.meeting, carried=line, came_to="not_done", words="Forgotten"
            )


@fault(
    "A person is put out of an item while their page shows it",
    "Their page is without it at its next question, half a second later; the wall too.",
)
def test_a_person_is_put_out_while_they_look(room, sign_in):
    client, address = sign_in("granted"), reverse("meetings:follow_now", args=[room.meeting.uuid])
    with room.reading():
        live.go_to(actor=room.chair, meeting=room.now(), item=item_of(room, "ocg"))
    assert room.decisions["ocg"].code in told(client.get(address))
    with room.reading():
        conflicts.declare(
            actor=room.chair,
            meeting=room.now(),
            item=item_of(room, "ocg"),
            person=room.people.memberships["granted"],
            words="Her brother",
            ruling="out",
        )
    assert room.decisions["ocg"].code not in told(client.get(address))


@fault(
    "Attendance is noted of a person whose invitation was just withdrawn",
    "“Not found”; nothing is noted. The list without them.",
)
def test_attendance_of_a_person_who_was_withdrawn(room, sign_in):
    row = room.attendance_of("granted")
    rows(type(row)).filter(pk=row.pk).update(removed_at=timezone.now())
    address = reverse("meetings:attendance", args=[room.meeting.uuid])
    assert sign_in("owner").post(address, {"person": f"{row.uuid} absent"}).status_code == 404


@fault(
    "Emoji, right-to-left text and a NUL are pasted",
    "Emoji and right-to-left text are kept as typed; a NUL is refused, for no text has one.",
)
def test_signs_of_every_kind(room, sign_in):
    client, text = sign_in("owner"), "قال نعم 👮🏽 שלום"
    client.post(address_of(room), notes(room, text))
    assert item_of(room, "plain").notes == text
    assert client.post(address_of(room), notes(room, "a\x00b")).status_code == 400
    assert item_of(room, "plain").notes == text
