"""What is owed is sent once, by the person who sends it, whatever the mail server does, and keeps nobody
waiting.
"""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.db import ProgrammingError, connections, transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.models import Membership
from pam.actions.services import reminders, tracker
from pam.celery import app
from pam.disclosure.services.shares import revoke
from pam.mail import message_id
from pam.notifications import services
from pam.notifications.models import Channel, Delivery, SentMail
from pam.notifications.services import enqueue
from pam.notifications.tasks import send_due
from tests.actions.world import add_action, make_ocg, share_with_probation
from tests.mail import send_digests
from tests.notifications.servers import HERE, ClosingBackend, mail_server, silent_server
from tests.standing import standing
from tests.world.people import make_people

REFUSING, BREAKING, CLOSING = (f"{HERE}{name}Backend" for name in ("Refusing", "Breaking", "Closing"))
MAILBOX = "pam.notifications.mailbox.MailboxBackend"


def owe(people, *personas):
    """One mail for each of these personas, about nothing that could stop being true."""
    for persona in personas or ("owner",):
        enqueue("handed_over", uuid4(), [people.memberships[persona]])


@standing
def ocg(people):
    return make_ocg(people, title="Canarytitle group")


def test_a_cause_is_owed_once_a_person_whoever_writes_it_again(people):
    about = uuid4()
    for _ in range(2):
        enqueue("handed_over", about, [people.memberships["owner"], people.memberships["owner"]])
    assert [send_due(), send_due()] == [1, 0]
    enqueue("handed_over", about, [people.memberships["owner"]])
    assert send_due() == 0 and Delivery.objects.count() == 1


def test_a_mail_says_who_wrote_it_and_holds_a_link(people, ocg, settings):
    settings.MAIL_REPLY_TO = "desk@police.example"
    share_with_probation(people, ocg)
    action = add_action(people, ocg, owner="granted", title="Canaryaction")
    assert send_due() == 1
    message = mail.outbox[0].message()
    row = Delivery.objects.get()
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["Message-ID"] == message_id(row.mail) == f"<{row.mail}@127.0.0.1>"
    assert message["References"] == f"{message_id(ocg.uuid)} {message_id(action.uuid)}"
    assert message["Reply-To"] == "desk@police.example" and message["To"] == "granted@pam.example"
    text = f"{message['Subject']} {mail.outbox[0].body}"
    assert f"/actions/{action.uuid}/" in text and "Canary" not in text


def test_two_mails_of_the_same_kind_can_be_told_apart(people):
    owe(people, "owner", "owner")
    assert send_due() == 2
    assert len({message.subject for message in mail.outbox}) == 2


def test_all_that_waits_of_one_batch_goes_in_one_mail(people, ocg):
    share_with_probation(people, ocg)
    actions = [add_action(people, ocg, owner="granted", title="Canaryaction") for _ in range(3)]
    assert send_due() == 1
    assert re.fullmatch(rf"3 actions for you: {ocg.reference} \[\w{{5}}\]", mail.outbox[0].subject)
    assert all(f"/actions/{action.uuid}/" in mail.outbox[0].body for action in actions)


def test_nobody_hears_of_what_they_give_themselves(people, ocg):
    add_action(people, ocg)
    assert send_due() == 0


def test_the_gate_is_asked_when_it_is_sent(people, ocg):
    grant = share_with_probation(people, ocg)
    add_action(people, ocg, owner="granted")
    actor = people.reader("owner")
    with visibility.reading(actor):
        revoke(actor=actor, grant=grant, reason="Plan ended")
    assert send_due() == 0 and mail.outbox == []
    row = Delivery.objects.get()
    assert row.dropped_at and row.why == services.NOT_TRUE


def test_nobody_hears_of_what_was_done_meanwhile(people, ocg):
    share_with_probation(people, ocg)
    action = add_action(people, ocg, owner="granted")
    actor = people.reader("owner")
    with visibility.reading(actor):
        tracker.finish(actor=actor, action=action, version=action.version, outcome="Done")
    assert send_due() == 0 and mail.outbox == []


def test_who_has_left_gets_nothing(people):
    owe(people, "granted", "owner")
    Membership.objects.filter(pk=people.memberships["granted"].pk).update(ends_at=timezone.now())
    assert send_due() == 1 and mail.outbox[0].to == ["owner@pam.example"]
    assert Delivery.objects.get(dropped_at__isnull=False).why == services.LEFT


def test_a_server_that_says_later_is_asked_again_later_with_the_same_message(people, settings):
    owe(people)
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, REFUSING
    assert send_due() == 0
    row = Delivery.objects.get()
    assert (row.claimed_at, row.failures) == (None, 1) and row.due_at > timezone.now()
    settings.EMAIL_BACKEND = backend
    assert send_due() == 0, "it waits first"
    Delivery.objects.update(due_at=timezone.now())
    assert [send_due(), send_due()] == [1, 0]
    assert mail.outbox[0].message()["Message-ID"] == message_id(row.mail)


def test_after_all_tries_it_is_given_up(people, settings):
    owe(people)
    settings.EMAIL_BACKEND = REFUSING
    Delivery.objects.update(failures=services.TRIES - 1)
    assert send_due() == 0
    Delivery.objects.update(due_at=timezone.now())
    assert send_due() == 0 and Delivery.objects.get().gave_up_at


def test_a_mail_that_may_have_been_sent_is_not_sent_again(people, settings):
    owe(people)
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, BREAKING
    assert send_due() == 0
    settings.EMAIL_BACKEND = backend
    assert services.send_due(timezone.now() + timedelta(days=3)) == 0 and mail.outbox == []
    assert "may have gone out" in Delivery.objects.get().why


class Killed(BaseException):
    """What stops a job as `kill -9` does: nothing catches it."""


def die(*args):
    raise Killed


def test_what_a_killed_job_had_claimed_and_not_begun_to_hand_over_is_sent_once_later(people, monkeypatch):
    owe(people)
    with monkeypatch.context() as killed, pytest.raises(Killed):
        killed.setattr(services, "_begin_handing", die)
        send_due()
    assert send_due() == 0, "another job may still have it"
    early = timezone.now() - timedelta(seconds=services.CLAIM_SECONDS + 1)
    Delivery.objects.update(claimed_at=early)
    assert [send_due(), send_due()] == [1, 0]


def test_what_a_killed_job_had_begun_to_hand_over_is_not_sent_again(people, monkeypatch):
    owe(people)
    with monkeypatch.context() as killed, pytest.raises(Killed):
        killed.setattr(services.Post, "send", die)
        send_due()
    early = timezone.now() - timedelta(seconds=services.CLAIM_SECONDS + 1)
    Delivery.objects.update(claimed_at=early)
    assert send_due() == 0 and mail.outbox == [] and Delivery.objects.get().handing_at


def test_a_job_whose_claim_was_taken_back_hands_nothing_over(people, monkeypatch):
    owe(people)
    compose = services._letter

    def slowly(rows, now):
        Delivery.objects.update(claimed_at=timezone.now() + timedelta(seconds=1))  # another job has it now
        return compose(rows, now)

    monkeypatch.setattr(services, "_letter", slowly)
    assert send_due() == 0 and mail.outbox == []
    row = Delivery.objects.get()
    assert row.claimed_at and row.handing_at is None and row.sent_at is None


def test_an_address_that_the_server_does_not_know_is_tried_once(people, settings):
    owe(people, "granted", "owner")
    with mail_server(settings, unknown=["granted@pam.example"]) as mailman:
        assert send_due() == 1
        assert [letter.rcpt_tos for letter in mailman.letters] == [["owner@pam.example"]]
    row = Delivery.objects.get(recipient=people.memberships["granted"])
    assert row.gave_up_at and row.failures == 0 and row.why == "The mail server refused this address (550)."


def test_a_run_takes_one_connection(people, settings):
    owe(people, *["owner"] * 5)
    with mail_server(settings) as mailman:
        assert send_due() == 5
        assert len(mailman.letters) == 5 and len(mailman.sessions) == 1


def test_a_server_that_closes_between_two_mails_is_connected_to_again(people, settings):
    ClosingBackend.taken, ClosingBackend.opened = [], 0
    owe(people, "owner", "granted")
    settings.EMAIL_BACKEND = CLOSING
    assert send_due() == 2
    assert (len(ClosingBackend.taken), ClosingBackend.opened) == (2, 2)


@pytest.mark.slow
def test_a_server_that_hangs_is_waited_for_once_and_takes_nothing_away(people, settings):
    owe(people, *["owner"] * 20)
    backend = settings.EMAIL_BACKEND
    with silent_server(settings):
        began = time.monotonic()
        assert send_due() == 0
        assert time.monotonic() - began < 5, "one time-out of a second, not twenty"
    assert Delivery.objects.waiting().filter(failures=0).count() == 20
    assert set(Delivery.objects.values_list("why", flat=True)) == {"The mail server did not answer in time."}
    settings.EMAIL_BACKEND = backend
    assert send_due() == 20


def test_a_server_that_hangs_at_one_mail_ends_the_run_there(people, settings):
    owe(people, "owner", "granted", "owner")
    with mail_server(settings, hanging=["granted@pam.example"]) as mailman:
        assert send_due() == 1 and len(mailman.letters) == 1
    hung = Delivery.objects.get(recipient=people.memberships["granted"])
    assert hung.claimed_at and hung.sent_at is None and "may have gone out" in hung.why
    assert Delivery.objects.waiting().count() == 1


def test_mail_has_a_queue_of_its_own():
    route = app.amqp.router.route
    names = [entry["task"] for entry in django_settings.CELERY_BEAT_SCHEDULE.values()]
    mailed = {name for name in names if route({}, name)["queue"].name == "mail"}
    assert mailed == {
        "pam.notifications.tasks.send_due",
        "pam.notifications.tasks.forget",
        "pam.audit.tasks.mail_anchor",
        "pam.api.tasks.send_hooks",
    }
    assert {"pam.audit.tasks.seal", "pam.accounts.tasks.hand_over", "pam.matching.tasks.match"} <= set(names)


def test_what_was_settled_long_ago_is_forgotten_and_what_waits_is_not(people):
    owe(people, "owner", "granted")
    first, second = Delivery.objects.order_by("pk")
    long_ago = timezone.now() - timedelta(days=401)
    Delivery.objects.update(created=long_ago)
    Delivery.objects.filter(pk=first.pk).update(sent_at=long_ago)
    assert services.forget() == 1 and Delivery.objects.get() == second


@pytest.mark.slow
def test_two_workers_at_the_same_moment_send_each_mail_once(committed, settings):
    settings.EMAIL_BACKEND = MAILBOX
    people = make_people()
    ocg = make_ocg(people)
    for _ in range(3):
        add_action(people, ocg, days=-1)
    reminders.enqueue_reminders()
    owe(people, *["owner", "granted"] * 6)
    start = Barrier(2)

    def run():
        try:
            start.wait(timeout=10)
            return send_digests()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        sent = [job.result(timeout=60) for job in [pool.submit(run), pool.submit(run)]]
    assert sum(sent) == 13, "twelve, and one digest of three reminders"
    assert SentMail.objects.count() == 13
    assert len(set(SentMail.objects.values_list("subject", flat=True))) == 13


def test_the_web_owes_mail_but_never_says_that_it_was_sent(people):
    reader = people.reader("granted")
    with visibility.reading(reader):
        enqueue("handed_over", uuid4(), [people.memberships["owner"], people.memberships["granted"]])
        mine = Delivery.objects.get()
        assert mine.recipient_id == reader.membership_id, "others' are nobody's business"
        for values in ({"channel": Channel.MAIL}, {"sent_at": timezone.now()}, {"failures": 3}):
            row = Delivery(
                event="handed_over", about=uuid4(), recipient=people.memberships["owner"], **values
            )
            with pytest.raises(ProgrammingError), transaction.atomic():
                Delivery.objects.bulk_create([row])
        with pytest.raises(ProgrammingError), transaction.atomic():
            Delivery.objects.update(dropped_at=timezone.now())
