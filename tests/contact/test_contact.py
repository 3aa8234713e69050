"""Messages from the front page: anyone writes, nobody learns who has an account, administrators answer."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.accounts.models import Invitation
from pam.audit.models import LogEntry
from pam.contact import limits, services
from pam.contact.models import ContactRequest
from pam.notifications.tasks import send_due
from pam.reference.services.settings import set_general
from pam.retention.services import subject_access
from tests.refusals import refused

PAGE = "/get-in-touch/"
TYPED = {
    "name": "Wanda Writer",
    "organisation": "Westfield Council",
    "email": "wanda@westfield.example",
    "telephone": "020 7946 0011",
    "words": "Can our housing team use it?",
    "website": "",
}


@pytest.fixture(autouse=True)
def _police_answer(people):
    cache.clear()  # of what other tests sent from the same address
    set_general("contact.agency", people.agencies["police"].name)


def opened(seconds=60):
    """The signed word of a page that was opened so long ago."""
    with pytest.MonkeyPatch.context() as patch:
        now = limits.time.time()
        patch.setattr(limits.time, "time", lambda: now - seconds)
        return limits.opened_now()


def write(client=None, page=PAGE, seconds=60, **changes):
    return (client or Client()).post(page, TYPED | {"opened": opened(seconds)} | changes)


def rows():
    return ContactRequest.objects.order_by("pk")


def as_administrator(people, verb, **arguments):
    actor = people.reader("administrator")
    with visibility.reading(actor):
        return verb(actor=actor, message=rows().last(), **arguments)


def test_a_person_without_an_account_is_led_to_the_front_page_and_can_write_from_there(people):
    client = Client()
    page = client.get("/", follow=True)
    assert page.redirect_chain == [("/welcome/", 302)]
    words = page.content.decode()
    assert all(text in words for text in ("Sign in", "Ask a question", "Request an account"))
    assert (
        "Your message is sent"
        in write(client, updates="on").client.get("/get-in-touch/sent/").content.decode()
    )
    row = rows().get()
    assert (row.name, row.telephone, row.agency) == (
        "Wanda Writer",
        "+44 20 7946 0011",
        people.agencies["police"],
    )
    assert row.consent.startswith("Email me news") and row.outcome == ""
    set_general("contact.agency", "")
    assert "Ask a question" not in client.get("/welcome/").content.decode()
    assert client.get(PAGE).status_code == 404


def test_nobody_learns_whether_an_address_has_an_account(people):
    page = "/get-in-touch/account/"
    known = write(page=page, post="DC", email=people.users["owner"].email)
    unknown = write(page=page, post="DC")
    assert (
        (known.status_code, known.url) == (unknown.status_code, unknown.url) == (302, "/get-in-touch/sent/")
    )
    assert known.content == unknown.content and rows().count() == 2


def test_a_form_that_a_program_fills_in_is_refused_and_comes_back_with_all_that_was_typed(people):
    for sent, said in (
        ({"website": "https://spam.example"}, "Leave this box empty"),
        ({"seconds": 0}, "filled in very quickly"),
        ({"seconds": limits.LONGEST + 5}, "opened more than a day ago"),
        ({"opened": "made-up"}, "opened more than a day ago"),
        ({"telephone": "call me"}, "Enter a telephone number"),
    ):
        page = write(**sent)
        words = page.content.decode()
        assert page.status_code == 200 and said in words and TYPED["words"] in words, sent
    assert not rows().exists()


def test_the_same_message_again_is_counted_and_not_kept_twice(people):
    write()
    write(words="  can our housing team USE it? ")
    assert rows().get().repeats == 1
    write(words="Another question")
    assert rows().count() == 2


def test_an_address_and_a_day_bring_no_more_than_their_limits(people):
    set_general("contact.hourly_limit", 2)
    assert write(words="1").status_code == write(words="2").status_code == 302
    page = write(words="3 kept here")
    assert "Too many messages have come from your building" in page.content.decode()
    assert "3 kept here" in page.content.decode()
    assert write(Client(REMOTE_ADDR="192.0.2.9"), words="4").status_code == 302
    set_general("contact.daily_limit", 3)
    page = write(Client(REMOTE_ADDR="192.0.2.10"), words="5")
    assert "Too many messages have been sent to us today" in page.content.decode() and rows().count() == 3


def test_the_mail_to_administrators_holds_a_link_and_no_word_of_the_message(people):
    write()
    services.enqueue_notices()
    services.enqueue_notices()
    mail.outbox.clear()
    send_due()
    body = "\n".join(one.subject + one.body for one in mail.outbox)
    assert [one.to for one in mail.outbox] == [[people.users["administrator"].email]]
    assert f"/people/messages/{rows().get().uuid}/" in body
    assert not any(TYPED[name] in body for name in ("name", "words", "email", "organisation"))


def test_an_administrator_looks_after_a_message_and_notes_the_answer_once(people, sign_in):
    write()
    client, row = sign_in("administrator"), rows().get()
    assert TYPED["words"] in client.get(reverse("contact:message", args=[row.uuid])).content.decode()
    client.post(reverse("contact:take", args=[row.uuid]))
    answer = reverse("contact:answer", args=[row.uuid])
    page = client.post(answer, {"outcome": "refused", "note": " "})
    assert "Say why it is refused" in page.content.decode()
    client.post(answer, {"outcome": "telephone", "note": "Called back"})
    row = rows().get()
    assert (row.taken_by, row.answered_by) == (people.memberships["administrator"],) * 2
    assert (row.outcome, row.note) == ("telephone", "Called back")
    with refused("no_longer_waiting"):
        as_administrator(people, services.answer, outcome="mail", note="")
    logged = set(LogEntry.objects.values_list("operation", flat=True))
    assert {"open message", "take message", "answer message", "message from the front page"} <= logged
    assert not LogEntry.objects.filter(detail__contains="Wanda").exists()
    assert "Wanda" not in client.get(reverse("contact:messages")).content.decode()
    assert "Wanda" in client.get(reverse("contact:messages") + "?all=1").content.decode()


def test_the_person_who_wrote_is_invited_as_any_person_is(people, sign_in):
    write(page="/get-in-touch/account/", post="Housing officer")
    client, row = sign_in("administrator"), rows().get()
    address = reverse("contact:invite", args=[row.uuid])
    page = client.get(address).content.decode()
    assert "wanda@westfield.example" in page and "Housing officer" in page
    sent = {"name": row.name, "email": row.email, "post": row.post, "roles": ["officer"], "clearance": 1}
    assert "is invited" in client.post(address, sent, follow=True).content.decode()
    assert rows().get().invitation == Invitation.objects.get() and rows().get().outcome == "invited"


def test_the_database_takes_an_answer_only_from_an_administrator_in_their_own_name(people):
    write()
    other = people.memberships["owner"].pk
    tries = [
        ("owner", f"UPDATE contact_contactrequest SET taken_by_id = {other}"),
        ("administrator", f"UPDATE contact_contactrequest SET taken_by_id = {other}"),
        (
            "administrator",
            "UPDATE contact_contactrequest SET outcome = 'mail', answered_at = now(),"
            f" answered_by_id = {other}",
        ),
        ("administrator", "UPDATE contact_contactrequest SET consent = 'Anything'"),
        ("administrator", "UPDATE contact_contactrequest SET words = 'Changed'"),
        ("administrator", "DELETE FROM contact_contactrequest"),
        ("administrator", "INSERT INTO contact_contactrequest (name) VALUES ('x')"),
    ]
    before = list(rows().values())
    for persona, statement in tries:
        with visibility.reading(people.reader(persona)), connection.cursor() as cursor:
            try:
                with transaction.atomic():
                    cursor.execute(statement)
                    assert cursor.rowcount == 0, statement
            except ProgrammingError:
                continue
    assert list(rows().values()) == before
    for persona, count in (("owner", 0), ("other_force", 0), ("administrator", 1), ("data_protection", 1)):
        with visibility.reading(people.reader(persona)):
            assert rows().count() == count, persona


def test_messages_are_erased_when_their_days_are_over_and_consent_is_kept_for_its_own(people):
    write(words="Answered")
    write(words="Answered, wants updates", updates="on")
    write(words="Open")
    now = timezone.now()
    as_administrator(people, services.take)
    rows().exclude(words="Open").update(
        outcome="mail", answered_by=people.memberships["administrator"], answered_at=now
    )
    assert services.erase(now + timedelta(days=89)) == 0 and rows().count() == 3
    assert services.erase(now + timedelta(days=91)) == 1
    kept = rows().exclude(consent="").get()
    assert (kept.name, kept.words, kept.telephone, kept.organisation) == ("Wanda Writer", "", "", "")
    assert services.erase(now + timedelta(days=181)) == 1 and rows().get() == kept
    assert services.erase(now + timedelta(days=731)) == 1 and not rows().exists()


def test_updates_end_when_the_person_says_so_and_only_they_agree_again(people, sign_in):
    write(updates="on")
    address = reverse("contact:end_updates", args=[rows().get().uuid])
    assert "End updates to this person?" in sign_in("administrator").get(address).content.decode()
    as_administrator(people, services.end_updates)
    assert rows().get().consent == ""
    with refused("no_consent"):
        as_administrator(people, services.end_updates)


def test_subject_access_finds_what_a_person_wrote(world, sign_in):
    actor = world.people.reader("data_protection")
    with visibility.reading(actor):
        row = subject_access.ask(
            actor=actor,
            name="Petra",
            born=None,
            number="SAR-1",
            purpose="subject",
            recipient="Petra Post",
            reason="Their own request",
        )
    page = sign_in("data_protection").get(reverse("retention:subject", args=[row.uuid]))
    assert (
        "Seen at the wharf canarymessage" in page.content.decode()
        and "petra@pam.example" in page.content.decode()
    )
