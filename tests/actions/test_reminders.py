"""Reminders go to those who own an action, once each, and say nothing about the case."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from smtplib import SMTPDataError, SMTPServerDisconnected
from threading import Barrier

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connections
from django.utils import timezone

from pam.access import visibility
from pam.actions.models import Reminder
from pam.actions.services import reminders, tracker
from pam.actions.tasks import remind
from pam.disclosure.services.shares import revoke
from pam.notifications.models import SentMail
from tests.actions.world import add_action, make_ocg, share_with_probation
from tests.world.people import make_people

REFUSING = "tests.actions.test_reminders.RefusingBackend"
BREAKING = "tests.actions.test_reminders.BreakingBackend"
MAILBOX = "pam.notifications.mailbox.MailboxBackend"


class RefusingBackend(BaseEmailBackend):
    """A mail server that says no."""

    def send_messages(self, messages):
        raise SMTPDataError(451, b"try later")


class BreakingBackend(BaseEmailBackend):
    """A mail server that goes away before it has answered: nobody knows whether it took the mail."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected


@pytest.fixture
def ocg(people):
    return make_ocg(people, title="Canarytitle group")


@pytest.mark.parametrize(
    ("days", "subject"),
    [(3, None), (2, "An action is due"), (0, "An action is due"), (-1, "An action is overdue")],
)
def test_the_owner_is_mailed_once_when_it_is_time(people, ocg, days, subject):
    action = add_action(people, ocg, days=days)
    assert [remind(), remind()] == ([1, 0] if subject else [0, 0])
    assert [m.subject for m in mail.outbox] == ([subject] if subject else [])
    if subject:
        assert mail.outbox[0].to == ["owner@pam.example"]
        assert f"/actions/{action.uuid}/" in mail.outbox[0].body


def test_the_mail_holds_nothing_of_the_case(people, ocg):
    add_action(people, ocg, title="Canaryaction", days=0)
    remind()
    text = mail.outbox[0].subject + mail.outbox[0].body
    assert "Canary" not in text and ocg.reference not in text


def test_due_soon_and_overdue_are_two_causes(people, ocg):
    action = add_action(people, ocg, days=1)
    remind()
    reminders.owe(today=action.due + timedelta(days=1))
    assert set(Reminder.objects.values_list("why", flat=True)) == {"due_soon", "overdue"}


def test_nobody_is_reminded_of_what_they_can_no_longer_open(people, ocg):
    grant = share_with_probation(people, ocg)
    add_action(people, ocg, owner="granted", days=0)
    reminders.owe()
    actor = people.reader("owner")
    with visibility.reading(actor):
        revoke(actor=actor, grant=grant, reason="Plan ended")
    assert remind() == 0 and mail.outbox == []
    assert Reminder.objects.get().dropped_at


def test_nobody_is_reminded_of_what_is_done_meanwhile(people, ocg):
    action = add_action(people, ocg, days=0)
    reminders.owe()
    actor = people.reader("owner")
    with visibility.reading(actor):
        tracker.finish(actor=actor, action=action, version=action.version, outcome="Done")
    assert remind() == 0 and mail.outbox == []


def test_a_mail_server_that_says_no_is_asked_again_later(people, ocg, settings):
    add_action(people, ocg, days=0)
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, REFUSING
    assert remind() == 0
    row = Reminder.objects.get()
    assert (row.claimed_at, row.failures) == (None, 1) and row.try_after > timezone.now()
    settings.EMAIL_BACKEND = backend
    assert remind() == 0, "it waits first"
    Reminder.objects.update(try_after=timezone.now())
    assert [remind(), remind()] == [1, 0]


def test_after_all_tries_it_is_listed_for_a_person(people, ocg, settings):
    add_action(people, ocg, days=0)
    settings.EMAIL_BACKEND = REFUSING
    reminders.owe()
    Reminder.objects.update(failures=reminders.TRIES - 1)
    remind()
    Reminder.objects.update(try_after=timezone.now())
    assert reminders.waiting() == [] and reminders.stuck().count() == 1


def test_a_mail_that_may_have_been_sent_is_not_sent_again(people, ocg, settings):
    add_action(people, ocg, days=0)
    backend, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, BREAKING
    assert remind() == 0
    settings.EMAIL_BACKEND = backend
    assert remind() == 0 and mail.outbox == []
    assert reminders.stuck(now=timezone.now() + timedelta(hours=1)).count() == 1


def test_two_workers_at_the_same_moment_send_each_mail_once(committed, settings):
    settings.EMAIL_BACKEND = MAILBOX
    people = make_people()
    ocg = make_ocg(people)
    for _ in range(6):
        add_action(people, ocg, days=-1)
    start = Barrier(2)

    def run():
        try:
            start.wait(timeout=10)
            return remind()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        sent = [job.result(timeout=60) for job in [pool.submit(run), pool.submit(run)]]
    assert sum(sent) == 6
    assert SentMail.objects.count() == 6
    assert len(set(SentMail.objects.values_list("body", flat=True))) == 6
