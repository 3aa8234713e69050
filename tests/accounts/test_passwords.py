"""A forgotten password: the web writes down an address, the system worker mails the link, and nobody learns
whose it is.
"""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from pam.access import visibility
from pam.accounts import tasks
from pam.accounts.models import PasswordLink
from pam.notifications.tasks import send_due


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


def ask(client, email):
    """The answer to the person who forgot the password of this address, and what it took in the database."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(reverse("account_reset_password"), {"email": email})
    return answer.status_code, answer["Location"], [re.sub(r"'[^']*'", "", query["sql"]) for query in queries]


def test_an_address_with_an_account_and_one_without_are_answered_alike_and_by_the_same_work(client, people):
    """In its time too: no mail is sent in the request, and the mail server need not be reachable from the
    web.
    """
    ask(client, "warm.up@pam.example")
    known, unknown = ask(client, "owner@pam.example"), ask(client, "nobody@pam.example")
    assert known[:2] == unknown[:2] == (302, reverse("account_reset_password_done"))
    assert [len(known[2]), mail.outbox] == [len(unknown[2]), []]


def test_the_system_worker_mails_one_link_that_works_once_and_keeps_no_address(client, people):
    for email in ("OWNER@pam.example", "nobody@pam.example", "left@pam.example"):
        ask(client, email)
    assert [tasks.enqueue_password_links(), send_due(), tasks.enqueue_password_links(), send_due()] == [
        1,
        1,
        0,
        0,
    ]
    assert [message.to for message in mail.outbox] == [
        ["owner@pam.example"]
    ] and not PasswordLink.objects.exists()
    address = re.search(r"https?://[^/]+(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]
    page = client.get(address, follow=True)
    new = {"password1": "four other random words", "password2": "four other random words"}
    assert client.post(page.redirect_chain[-1][0], new).status_code == 302
    people.users["owner"].refresh_from_db()
    assert people.users["owner"].check_password("four other random words")
    assert b'name="password1"' not in client.get(address, follow=True).content


def test_nobody_on_the_web_reads_who_forgot_their_password_or_changes_it(client, people):
    ask(client, "owner@pam.example")
    with visibility.reading(people.reader("administrator")), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_passwordlink")
        assert cursor.fetchone()[0] == 0
        with pytest.raises(ProgrammingError), transaction.atomic():
            cursor.execute("UPDATE accounts_passwordlink SET email = 'mine@pam.example'")
