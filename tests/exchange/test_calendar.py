"""A person's due dates in their own calendar: a private address, asked of the gate at each fetch."""

import re
from datetime import date, timedelta

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.models import Membership
from pam.actions.services import tracker
from pam.audit.models import LogEntry
from pam.disclosure.services.shares import revoke
from pam.exchange import services
from pam.exchange.models import CalendarFeed
from pam.reference.models import Setting
from tests.actions.world import add_action, make_ocg, share_with_probation
from tests.standing import standing
from tests.world.meetings import call
from tests.world.world import add_hidden

PAGE = reverse("exchange:calendar")


@standing
def ocg(people):
    return make_ocg(people, title="Canarytitle group")


@pytest.fixture
def feed(people):
    """A function that gives a persona's private address, made anew."""

    def make(persona):
        with visibility.reading(people.reader(persona)):
            return reverse("exchange:feed", args=[services.make_feed(actor=people.reader(persona))])

    return make


def entries(client, address):
    """[(words, first day or moment)] as an independent library reads them."""
    found = icalendar.Calendar.from_ical(client.get(address).content)
    return sorted((str(event["summary"]), event["dtstart"].dt) for event in found.walk("VEVENT"))


def test_the_address_is_shown_once_and_works_without_signing_in(people, ocg, sign_in, client):
    action = add_action(people, ocg, title="Canaryaction")
    page = sign_in("owner")
    shown = page.post(PAGE, follow=True).content.decode()
    address = re.search(r'value="http://[^/"]+(/calendar/[\w-]+\.ics)"', shown)[1]
    assert address not in page.get(PAGE).content.decode()
    assert entries(client, address) == [(f"Action {action.code} is due", action.due)]
    answer = client.get(address)
    assert answer["Content-Type"].startswith("text/calendar") and "no-store" in answer["Cache-Control"]
    assert "Canary" not in answer.content.decode()


def test_the_secret_is_not_kept(people, feed):
    secret = feed("owner").split("/")[-1].removesuffix(".ics")
    row = CalendarFeed.objects.get()
    assert secret not in (row.key_hash, str(row.uuid)) and row.key_hash == services.hash_of(secret.encode())


def test_a_due_date_is_a_whole_day_and_a_meeting_a_moment_also_over_the_hour_change(
    people, ocg, feed, client
):
    action, address = add_action(people, ocg), feed("owner")
    with visibility.reading(people.reader("owner")):
        meeting = call(people, "Tasking")
        meeting.starts_at = timezone.make_aware(
            timezone.datetime(2027, 3, 28, 9, 30)
        )  # the first day of summer
        meeting.save()
    found = icalendar.Calendar.from_ical(client.get(address).content)
    by_words = {str(event["summary"]).split()[0]: event for event in found.walk("VEVENT")}
    assert by_words["Action"]["dtstart"].dt == action.due
    assert by_words["Action"]["dtend"].dt == action.due + timedelta(1)
    assert type(by_words["Action"]["dtstart"].dt) is date
    assert by_words["Meeting"]["dtstart"].dt.isoformat() == "2027-03-28T08:30:00+00:00"


def test_what_is_done_or_no_longer_shared_is_gone_at_the_next_fetch(people, ocg, feed, client):
    grant = share_with_probation(people, ocg)
    mine, theirs = add_action(people, ocg), add_action(people, ocg, owner="granted")
    own, partner = feed("owner"), feed("granted")
    assert len(entries(client, own)) == len(entries(client, partner)) == 1
    actor = people.reader("owner")
    with visibility.reading(actor):
        tracker.finish(actor=actor, action=mine, version=mine.version, outcome="Done")
        revoke(actor=actor, grant=grant, reason="Plan ended")
    assert entries(client, own) == entries(client, partner) == [] and theirs.pk


def test_an_ended_a_replaced_and_a_made_up_address_get_the_same_answer(people, feed, sign_in, client):
    replaced, ended = feed("owner"), feed("owner")
    assert client.get(replaced).status_code == 404 and client.get(ended).status_code == 200
    assert sign_in("owner").post(reverse("exchange:calendar_end")).status_code == 302
    answers = [client.get(address) for address in (replaced, ended, "/calendar/made-up.ics")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub(r"[\w-]+\.ics", "", answer.content.decode()) for answer in answers}) == 1


@pytest.mark.parametrize("how", [{"suspended": True}, {"ends_at": timezone.now() - timedelta(1)}])
def test_the_address_ends_with_the_membership(people, feed, client, how):
    address = feed("granted")
    assert client.get(address).status_code == 200
    Membership.objects.filter(pk=people.memberships["granted"].pk).update(**how)
    assert client.get(address).status_code == 404


def test_an_agency_allows_no_calendar_outside_of_pam(people, feed, sign_in, client):
    address = feed("owner")
    Setting(key="exchange.calendar_feeds", agency=people.agencies["police"], value=False).save()
    page = sign_in("owner")
    assert client.get(address).status_code == 404
    assert "does not allow" in page.post(PAGE, follow=True).content.decode()
    assert CalendarFeed.objects.count() == 1


def test_an_agency_keeps_references_out_of_calendars_as_out_of_mail(people, ocg, feed, client):
    action = add_action(people, ocg)
    Setting(key="notifications.references_in_mail", agency=people.agencies["police"], value=False).save()
    assert entries(client, feed("owner")) == [("An action is due", action.due)]


def test_the_log_has_a_line_for_each_day_and_each_change_and_no_more(people, ocg, feed, client):
    address, lines = feed("owner"), LogEntry.objects.filter(operation="list", detail="Calendar feed")
    for _ in range(3):
        client.get(address)
    assert lines.count() == 1
    add_action(people, ocg)
    client.get(address)
    assert sorted(lines.values_list("records", flat=True)) == [[], [ocg.pk]]
    CalendarFeed.objects.update(read_at=timezone.now() - timedelta(days=1))
    client.get(address)
    assert lines.count() == 3


def test_a_calendar_that_did_not_change_is_not_sent_again(people, feed, client):
    address = feed("owner")
    tag = client.get(address)["ETag"]
    again = client.get(address, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.slow
def test_no_calendar_tells_case_text_and_hidden_rows_change_no_byte_of_a_partners(shared_world, client):
    told, people = {}, shared_world.people
    for persona in ("owner", "granted", "signposted", "colleague", "low_clearance", "glass_during"):
        with visibility.reading(people.reader(persona)):
            secret = services.make_feed(actor=people.reader(persona))
        told[persona] = reverse("exchange:feed", args=[secret])
    before = {persona: client.get(address).content for persona, address in told.items()}
    add_hidden(shared_world)
    after = {persona: client.get(address).content for persona, address in told.items()}
    assert before.pop("owner") != after.pop("owner"), "the owner sees what is hidden from the others"
    assert before == after and before["granted"].count(b"BEGIN:VEVENT") > 1
    assert not any(b"canary" in body.lower() for body in after.values())
