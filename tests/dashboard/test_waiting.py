"""One list of what waits, most urgent first, and its count in the header: both asked of the gate."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.services import minutes
from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Grant
from pam.actions.services import tracker
from pam.dashboard.selectors import waiting
from pam.dashboard.selectors.waiting import MOST, in_words, waiting_count, waiting_rows
from pam.disclosure.proposals import ShareProposal
from pam.disclosure.services.sharing import share_record
from pam.notifications.models import Delivery
from tests.actions.world import add_action, make_ocg, share_with_probation
from tests.meetings.papers import not_printed
from tests.meetings.room import approved, called, closed
from tests.records.world import page_text


def listed(people, persona, **more):
    reader = people.reader(persona)
    with visibility.reading(reader):
        rows, count = waiting_rows(reader, **({"most": MOST} | more)), waiting_count()
    assert more or count == len(rows), "the count is that of the list"
    return rows


def share(people, ocg):
    """The owner shares `ocg` with the probation service for a month, and its people are told."""
    actor = people.reader("owner")
    given = ShareProposal(
        principal=people.agencies["probation"].principal,
        level=Level.VIEW,
        basis=people.basis,
        reason="Joint plan",
        until=timezone.now() + timedelta(days=30),
        agreement=people.agreement,
    )
    with visibility.reading(actor):
        share_record(actor=actor, record=ocg, proposal=given)


def asks(people, persona):
    return [(row.ask, row.title) for row in listed(people, persona)]


def test_what_is_overdue_comes_before_today_and_what_is_soon_last(people):
    ocg = make_ocg(people)
    for title, days in (("Soon", 5), ("Late", -3), ("Today", 0), ("Later still", -1)):
        add_action(people, ocg, title=title, days=days)
    assert [row.title for row in listed(people, "owner")] == ["Late", "Later still", "Today", "Soon"]


def test_an_action_that_is_far_off_waits_while_it_is_new_and_again_when_it_is_due(people):
    add_action(people, make_ocg(people), title="Far", days=60)
    assert [row.title for row in listed(people, "owner")] == ["Far"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE actions_action SET created = now() - interval '4 days'")
        assert listed(people, "owner") == []
        cursor.execute("UPDATE actions_action SET due = %s", [timezone.localdate() + timedelta(days=6)])
    assert [row.title for row in listed(people, "owner")] == ["Far"]


def test_each_row_says_what_from_where_since_when_and_leads_to_the_button_that_does_it(people, sign_in):
    ocg = make_ocg(people)
    action = add_action(people, ocg, title="Ring the landlord", days=-1)
    page = sign_in("owner").get(reverse("home"))
    assert reverse("actions:finish", args=[action.uuid]) in page.content.decode()
    words = page_text(page)
    assert "Do this action" in words and "Ring the landlord" in words and ocg.reference in words
    assert "1 day overdue" in words and "Report" in words


def test_the_header_counts_what_waits_on_every_page(people, sign_in):
    ocg = make_ocg(people)
    for n in range(3):
        add_action(people, ocg, title=f"Visit {n}", days=n)
    client = sign_in("owner")
    for address in (reverse("home"), reverse("ocg:list"), ocg.get_absolute_url(), reverse("actions:list")):
        shown = page_text(client.get(address))
        assert "My work 3 waiting for you" in shown and "Menu 3 waiting for you" in shown, address
    assert "waiting for you" not in page_text(sign_in("colleague").get(reverse("ocg:list")))


def test_the_count_stops_at_ninety_nine(people, monkeypatch):
    assert (in_words(0), in_words(1), in_words(99), in_words(100)) == ("", "1", "99", "99+")
    monkeypatch.setattr(waiting, "MOST", 3)
    ocg = make_ocg(people)
    for n in range(5):
        add_action(people, ocg, title=f"Visit {n}", days=n)
    reader = people.reader("owner")
    with visibility.reading(reader):
        assert waiting_count() == 3 and in_words(3) == "99+"


def test_what_the_gate_takes_away_is_neither_listed_nor_counted(people):
    ocg = make_ocg(people)
    share_with_probation(people, ocg)
    add_action(people, ocg, title="Ring the landlord", owner="granted")
    assert [row.title for row in listed(people, "granted")] == ["Ring the landlord"]
    Grant.objects.filter(content_object=ocg, group_id=people.agencies["probation"].principal_id).delete()
    assert listed(people, "granted") == []


def test_a_share_that_has_run_out_by_the_clock_takes_its_rows_from_list_and_count(people):
    ocg = make_ocg(people)
    share_with_probation(people, ocg)
    add_action(people, ocg, title="Ring the landlord", owner="granted")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, column in (
            ("access_grant", "until"),
            ("actions_action", "lapses_at"),
            ("records_record", "lapses_at"),
        ):  # no trigger hears of it: the index still names them
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(
                f"UPDATE {table} SET {column} = now() - interval '1 minute' WHERE {column} IS NOT NULL"
            )
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    assert listed(people, "granted") == []


def test_nobody_reads_the_list_of_another_and_nobody_at_all_reads_nothing(people):
    add_action(people, make_ocg(people), title="Ring the landlord")
    assert listed(people, "colleague") == []
    with visibility.reading(None), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pam_waiting(100)")
        assert cursor.fetchone() == (0,)


def test_a_record_that_was_shared_is_new_until_it_is_opened_and_is_not_counted_as_work(people, sign_in):
    ocg = make_ocg(people)
    share(people, ocg)
    client, news = sign_in("granted"), reverse("notifications:news")
    assert listed(people, "granted") == []
    for page in (client.get(reverse("home")), client.get(news)):
        said = page_text(page)
        assert "A record was shared with you" in said and f"{ocg.reference} {ocg.title}" in said
    client.get(ocg.get_absolute_url())
    assert "Nothing new" in page_text(client.get(news))


def test_opening_it_takes_the_news_from_nobody_else(people, sign_in):
    ocg = make_ocg(people)
    share(people, ocg)
    others = Delivery.objects.exclude(recipient=people.memberships["granted"])
    before = others.filter(seen_at=None).count()
    sign_in("granted").get(ocg.get_absolute_url())
    assert others.filter(seen_at=None).count() == before


def test_a_meeting_that_one_is_invited_to_waits_until_it_is_opened(whole_world, sign_in):
    people = whole_world.people
    Delivery.objects.all().delete()
    room = called(whole_world)
    row = next(row for row in listed(people, "granted") if row.ask == "You are invited to a meeting")
    assert room.meeting.reference in row.title and row.due == timezone.localdate(room.meeting.starts_at)
    sign_in("granted").get(row.url)
    assert not any(row.ask.startswith("You are invited") for row in listed(people, "granted"))


def test_minutes_wait_for_the_chair_to_approve_and_then_for_those_invited_to_read(
    whole_world, sign_in, place
):
    people = whole_world.people
    Delivery.objects.all().delete()
    room = closed(whole_world)
    title = f"{room.meeting.reference} {room.meeting.title}"
    assert ("Approve these minutes", title) in asks(people, "owner")
    assert ("Approve these minutes", title) not in asks(people, "granted")


@pytest.mark.slow
def test_minutes_that_are_ready_wait_until_they_are_read(whole_world, sign_in, place):
    people = whole_world.people
    Delivery.objects.all().delete()
    room, copies = approved(whole_world)
    with not_printed():
        assert all([minutes.make(copy.pk) for copy in copies])
    title = f"{room.meeting.reference} {room.meeting.title}"
    assert ("Minutes are ready", title) in asks(people, "granted")
    sign_in("granted").get(reverse("meetings:minutes", args=[room.meeting.uuid]))
    assert ("Minutes are ready", title) not in asks(people, "granted")


def test_a_record_that_one_leads_waits_a_week_before_its_review(people):
    ocg = make_ocg(people)
    with connection.cursor() as cursor:
        # Not the database's `current_date`: that is the day on which the layers beneath the test were begun.
        change = "UPDATE records_record SET next_review = %s WHERE id = %s"
        cursor.execute(change, [timezone.localdate() + timedelta(days=8), ocg.pk])
        assert listed(people, "owner") == []
        cursor.execute(change, [timezone.localdate() + timedelta(days=7), ocg.pk])
    assert asks(people, "owner") == [("Review this record", f"{ocg.reference} {ocg.title}")]


def test_what_is_done_waits_no_more(people):
    ocg = make_ocg(people)
    action, actor = add_action(people, ocg, title="Ring the landlord"), people.reader("owner")
    with visibility.reading(actor):
        tracker.finish(actor=actor, action=action, version=action.version, outcome="Rung")
    assert listed(people, "owner") == []


@pytest.mark.parametrize("number", [3, 30])
def test_the_list_takes_the_same_queries_however_long_it_is(people, number):
    ocg = make_ocg(people)
    for n in range(number):
        add_action(people, ocg, title=f"Visit {n}", days=n - 10)
    reader = people.reader("owner")
    with visibility.reading(reader), CaptureQueriesContext(connection) as captured:
        waiting_rows(reader, most=100)
    assert len(captured) == 3, "what waits, the actions, the names of their records"


def test_the_count_is_one_query(people):
    reader = people.reader("owner")
    with visibility.reading(reader), CaptureQueriesContext(connection) as captured:
        waiting_count()
    assert len(captured) == 1


def test_an_older_meeting_and_old_news_do_not_wait(whole_world):
    people = whole_world.people
    Delivery.objects.all().delete()
    room = called(whole_world)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE meetings_meeting SET starts_at = now() - interval '1 hour' WHERE record_ptr_id = %s",
            [room.meeting.pk],
        )
    assert not any(row.ask.startswith("You are invited") for row in listed(people, "granted"))
