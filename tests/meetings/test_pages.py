"""The pages: what a person clicks, from calling a meeting to its minutes;
and how many questions a page asks.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from meetings import tasks
from meetings.models import AgendaItem, Attendance, Decision, Meeting, MinutesCopy
from meetings.services import conduct
from pam.access import visibility
from pam.access.models import Agreement, Grant, Membership
from pam.actions.models import Action
from pam.db import kept
from tests.meetings import room as rooms


def html(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


@pytest.mark.slow
def test_the_whole_way_by_forms_alone(world, sign_in):
    client = sign_in("owner")
    meeting = calls_a_meeting(world, client)
    home = f"/meetings/{meeting.uuid}/"
    invites_gita(world, client, home)
    fills_the_agenda(world, client, home, meeting)
    client.post(f"{home}start/", {"confirm": "start"})
    item = AgendaItem.objects.get(record_id=meeting.pk, about_id=world.ocg.pk)
    marks_who_came(world, client, home, meeting, item)
    writes_decides_and_gives_an_action(world, client, home, meeting, item)
    closes_and_approves(world, client, sign_in("granted"), home)


def calls_a_meeting(world, client):
    """Tomorrow at 14:05; a day that isn't one is refused first."""
    people, tomorrow = world.people, timezone.localdate() + timedelta(days=1)
    form = {
        "title": "Tasking",
        "series": "Tasking",
        "day_day": tomorrow.day,
        "day_month": tomorrow.month,
        "day_year": tomorrow.year,
        "hour": "14:05",
        "place": "Room 2",
        "lead": people.memberships["owner"].pk,
        "marking": 2,
        "handling": "Those invited only",
        "team": people.teams["unit"].pk,
        "version": 1,
    }
    assert "must be a real date" in html(client.post("/meetings/new/", {**form, "day_month": 13}))
    client.post("/meetings/new/", form)
    meeting = Meeting.objects.get(title="Tasking")
    assert timezone.localtime(meeting.starts_at).strftime("%H:%M") == "14:05"
    return meeting


def invites_gita(world, client, home):
    """Found by a word of her name and one of her agency's; another agency needs a legal basis of its own."""
    people, gita = world.people, world.people.memberships["granted"]
    assert "Gita Granted" in html(client.get(f"{home}people/?q=gita prob"))
    words = html(client.post(f"{home}people/", {"people": [gita.pk]}))
    assert "Choose the legal basis for Northshire Probation Service" in words and words.count("checked") == 1
    ground = people.grounds()[people.agencies["probation"].pk].value
    client.post(f"{home}people/", {"people": [gita.pk], f"ground_{people.agencies['probation'].pk}": ground})
    assert "Gita Granted" in html(client.get(home))


def fills_the_agenda(world, client, home, meeting):
    """A heading and two records, the heading then moved down."""
    client.post(f"{home}agenda/", {"title": "Welcome"})
    assert world.ocg.title in html(client.get(f"{home}agenda/?q=wharf"))
    client.post(f"{home}agenda/", {"choose": 1, "about": str(world.ocg.uuid), "q": "wharf"})
    client.post(f"{home}agenda/", {"choose": 1, "about": str(world.pvp.uuid), "q": "wharf"})
    agenda = AgendaItem.objects.filter(record_id=meeting.pk).order_by("position")
    items = list(agenda.all())
    assert [item.about_id for item in items] == [None, world.ocg.pk, world.pvp.pk]
    client.post(f"{home}agenda/{items[0].uuid}/move/", {"to": "down"})
    assert agenda.all().first().about_id == world.ocg.pk


def marks_who_came(world, client, home, meeting, item):
    """One by one, or all at once."""
    gita = world.people.memberships["granted"]
    row = Attendance.objects.get(person=gita, record_id=meeting.pk)
    client.post(f"{home}attendance/", {"person": f"{row.uuid} present", "item": str(item.uuid)})
    client.post(f"{home}attendance/", {"person": "all", "item": str(item.uuid)})
    assert set(Attendance.objects.filter(record_id=meeting.pk).values_list("state", flat=True)) == {"present"}


def writes_decides_and_gives_an_action(world, client, home, meeting, item):
    """On the chair's page; a stale save and a decision without its reason lose nothing that was typed."""
    gita, chair = world.people.memberships["granted"], f"{home}chair/{item.uuid}/"
    client.post(chair, {"do": "notes", "notes": "Discussed.", "version": item.version})
    assert "Another person saved this" in html(
        client.post(chair, {"do": "notes", "notes": "Late.", "version": item.version})
    )
    decision = {"do": "decision", "decision-text": "Visit the yard", "decision-rationale": ""}
    assert "Visit the yard" in html(client.post(chair, decision))
    assert not Decision.objects.filter(record_id=meeting.pk).exists()
    client.post(chair, {**decision, "decision-rationale": "Risk"})
    due = timezone.localdate() + timedelta(days=9)
    client.post(
        chair,
        {
            "do": "action",
            "action-title": "See the tenant",
            "action-owner": gita.pk,
            "action-strand": "protect",
            "action-due_day": due.day,
            "action-due_month": due.month,
            "action-due_year": due.year,
        },
    )
    assert Action.objects.get(title="See the tenant").owner == gita
    wall = html(client.get(f"{home}wall/"))
    assert "only what everyone present is allowed to see" in wall and "Visit the yard" in wall
    assert world.pvp.reference not in wall


def closes_and_approves(world, client, partner, home):
    """The minutes are made by the worker; the partner's copy withholds the case that she can't open."""
    assert "no decision and no action" in html(client.get(f"{home}close/"))
    client.post(f"{home}close/")
    assert "draft" in html(client.get(f"{home}minutes/"))
    assert "Copy for Northshire Probation Service" in html(client.get(f"{home}minutes/approve/"))
    client.post(f"{home}minutes/approve/")
    assert "Being made" in html(client.get(f"{home}minutes/"))
    assert client.get(f"{home}minutes/progress/").status_code == 204
    tasks.make_waiting_minutes()
    assert client.get(f"{home}minutes/progress/")["HX-Refresh"] == "true"
    theirs = html(partner.get(f"{home}minutes/"))
    assert "Part of these minutes is withheld" in theirs and "Download the PDF" in theirs
    assert "Full copy" not in theirs and world.pvp.reference not in theirs


def nothing_is_shown_or_changed(room, client):
    """No page of a meeting shows the partner what is hidden, or lets them change anything."""
    world, home = room.world, f"/meetings/{room.meeting.uuid}/"
    for url in (
        home,
        "/meetings/",
        "/meetings/?when=past",
        "/",
        f"{home}minutes/progress/",
        "/actions/?whose=all",
    ):
        body = client.get(url).content.decode()
        assert "canaryhidden" not in body and world.pvp.reference not in body, url
    for url in ("edit/", "people/", "agenda/", "chair/", "wall/", "close/", "minutes/approve/"):
        assert client.get(home + url).status_code == 403, url
    for url in ("start/", "attendance/", "close/", "minutes/approve/"):
        assert client.post(home + url).status_code == 403, url
    hidden = room.items["pvp"].uuid
    assert client.post(f"{home}agenda/{hidden}/remove/").status_code == 403


def test_no_page_shows_the_partner_what_is_hidden_or_lets_them_change_anything(called_room, sign_in):
    nothing_is_shown_or_changed(called_room, sign_in("granted"))


@pytest.mark.slow
def test_nor_does_one_while_the_meeting_is_held_nor_once_it_is_closed_and_approved(held_room, sign_in):
    room, client = held_room, sign_in("granted")
    nothing_is_shown_or_changed(room, client)
    with room.reading():
        conduct.close(actor=room.chair, meeting=room.now())
    nothing_is_shown_or_changed(room, client)
    with room.reading():
        conduct.approve(actor=room.chair, meeting=room.now())
    nothing_is_shown_or_changed(room, client)


@pytest.mark.parametrize(
    "persona", ["colleague", "signposted", "other_force", "low_clearance", "left_yesterday", "superuser"]
)
def test_who_is_not_invited_finds_nothing(approved_room, sign_in, persona):
    room, copies = approved_room
    client, home = sign_in(persona), f"/meetings/{room.meeting.uuid}/"
    gone = client.get("/meetings/00000000-0000-4000-8000-000000000000/")
    for url in (home, f"{home}minutes/", f"/meetings/minutes/{copies[0].uuid}/"):
        answer = client.get(url)
        assert answer.status_code == gone.status_code and answer.content == gone.content, url
    assert room.meeting.reference not in client.get("/meetings/").content.decode()


@pytest.mark.slow
def test_another_meetings_item_is_absent_here(world, held_room, sign_in):
    room, other = held_room, rooms.called(world)
    client = sign_in("owner")
    assert client.get(f"/meetings/{room.meeting.uuid}/chair/{other.items['ocg'].uuid}/").status_code == 404
    answer = client.post(
        f"/meetings/{room.meeting.uuid}/agenda/{other.items['ocg'].uuid}/move/", {"to": "up"}
    )
    assert answer.status_code == 404


def test_the_people_of_the_last_meeting_of_the_series_are_ticked(world, held_room, sign_in):
    with visibility.reading(world.people.reader("owner")):
        later = rooms.new_meeting(world.people, starts_at=timezone.now() + timedelta(days=30))
        conduct.call_meeting(actor=world.people.reader("owner"), meeting=later)
    body = html(sign_in("owner").get(f"/meetings/{later.uuid}/people/"))
    assert "We have ticked the people invited to the last meeting" in body and body.count("checked") == 1


def agree_with(people, key, *, kinds=("meeting",)):
    """The police's own agreement with one agency, with one lawful basis; the county's covers no meetings."""
    now, police = timezone.now(), people.agencies["police"]
    county = Agreement.objects.filter(pk__in=[people.agreement.pk, people.ended_agreement.pk])
    county.update(record_kinds=["ocg"])
    row = Agreement.objects.create(
        name=f"Agreement with {key}",
        purpose="Tasking",
        starts_at=now - timedelta(days=1),
        ends_at=now + timedelta(days=90),
        agency=police,
        record_kinds=list(kinds),
    )
    row.parties.set([police, people.agencies[key]])
    row.bases.set([people.basis])
    return row


@pytest.mark.slow
def test_last_months_people_of_many_agencies_are_invited_at_once_each_agency_on_its_own_ground(
    world, sign_in
):
    people = world.people
    rooms.held(world, invite=("colleague", "granted", "signposted", "expired_grant", "sanitised"))
    with visibility.reading(people.reader("owner")):
        later = rooms.new_meeting(people, starts_at=timezone.now() + timedelta(days=30))
        conduct.call_meeting(actor=people.reader("owner"), meeting=later)
    agreements = {key: agree_with(people, key) for key in ("probation", "council")}
    agree_with(people, "health", kinds=("pvp",))
    Membership.objects.filter(pk=people.memberships["colleague"].pk).update(suspended=True)
    client, page = sign_in("owner"), f"/meetings/{later.uuid}/people/"
    words = html(client.get(page))
    assert "No longer acts for Northshire Police." in words
    assert "No information sharing agreement in force with Harbourne Health Trust covers meetings." in words
    assert "No information sharing agreement in force with Harbourne Homes covers meetings." in words
    assert words.count("checked") == 2 and words.count("The only one that fits.") == 2
    assert "Legal basis for Northshire Police" not in words
    fields = {
        f"ground_{people.agencies[key].pk}": f"{row.pk}:{people.basis.pk}" for key, row in agreements.items()
    }
    invited = [people.memberships[persona].pk for persona in ("granted", "signposted")]
    done = html(client.post(page, {"people": invited, **fields}, follow=True))
    assert "Invited: Gita Granted, Simon Signpost." in done
    grants = Grant.objects.filter(content_object_id=later.pk, source=Grant.Source.INVITATION)
    found = {grant.agreement_id for grant in grants}
    assert found == {row.pk for row in agreements.values()}


def test_an_agency_whose_people_are_not_ticked_needs_no_ground(world, sign_in):
    people = world.people
    room = rooms.called(world, invite=("granted",))
    client, page = sign_in("owner"), f"/meetings/{room.meeting.uuid}/people/"
    done = html(client.post(page, {"people": [people.memberships["colleague"].pk]}, follow=True))
    assert "Invited: Colin Colleague." in done


def test_an_invitation_is_withdrawn_after_asking(called_room, sign_in):
    room, client = called_room, sign_in("owner")
    url = f"/meetings/{room.meeting.uuid}/people/{room.attendance_of('granted').uuid}/withdraw/"
    assert "Withdraw the invitation of Gita Granted?" in html(client.get(url))
    client.post(url, {"reason": "Moved post"})
    assert not Grant.objects.filter(
        content_object_id=room.meeting.pk, source=Grant.Source.INVITATION
    ).exists()


def test_todays_meeting_stands_on_my_work(called_room, sign_in):
    room = called_room
    Meeting.objects.get(pk=room.meeting.pk)
    assert "Meetings this week" in html(sign_in("granted").get("/"))
    assert "Meetings this week" not in html(sign_in("colleague").get("/"))


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        html(client.get(url))
    return len(caught)


LIST_QUERIES = 20


@pytest.mark.slow
def test_the_list_asks_as_much_for_twenty_meetings_as_for_two(world, sign_in):
    client, actor = sign_in("owner"), world.people.reader("owner")

    def add(count):
        with visibility.reading(actor):
            for n in range(count):
                conduct.call_meeting(
                    actor=actor, meeting=rooms.new_meeting(world.people, title=f"Meeting {n}")
                )

    add(2)
    few = queries(client, "/meetings/")
    add(18)
    many = queries(client, "/meetings/")
    assert few == many
    assert many <= LIST_QUERIES


@pytest.mark.slow
def test_a_meetings_pages_ask_as_much_for_ten_items_as_for_three(held_room, sign_in, monkeypatch):
    monkeypatch.setattr(kept, "SECONDS", float("inf"))  # what a process keeps stays on a slow machine, too
    room, client = held_room, sign_in("owner")
    home = f"/meetings/{room.meeting.uuid}/"
    pages = (home, f"{home}chair/", f"{home}minutes/")
    few = [queries(client, url) for url in pages]
    with room.reading():
        for n in range(7):
            item = conduct.add_item(actor=room.chair, meeting=room.meeting, title=f"Item {n}")
            conduct.decide(actor=room.chair, meeting=room.meeting, item=item, text="Yes", rationale="Risk")
            room.items[f"{n}"] = item
            rooms.raise_action(room, f"{n}", "owner", "canarymeeting")
    assert [queries(client, url) for url in pages] == few


def test_the_copies_are_counted_only_for_those_who_may_read_them(world, sign_in):
    room, _ = rooms.approved(world, invite=("granted", "colleague"))
    assert MinutesCopy.objects.filter(record_id=room.meeting.pk).count() == 3
    body = html(sign_in("granted").get(f"/meetings/{room.meeting.uuid}/minutes/"))
    assert body.count("Being made") == 1
