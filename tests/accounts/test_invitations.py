"""Inviting people by mail: a link that works once, for a few days, and tells nothing to anyone else."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.db import ProgrammingError, connection, connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.models import Membership, User
from pam.accounts.models import Invitation
from pam.accounts.services import invitation_mail, invitations
from pam.audit.models import LogEntry
from pam.notifications.models import SentMail
from pam.notifications.tasks import send_due
from tests.refusals import refused
from tests.world.people import make_people

NEW = {
    "name": "Nina New",
    "email": "nina.new@pam.example",
    "post": "DC",
    "roles": ["officer"],
    "clearance": 1,
    "teams": [],
}
PASSWORD = {"password": "three random words", "again": "three random words"}


def invite(people, **values):
    """An invitation by the police's administrator, and its token as the mail carries it."""
    actor = people.reader("administrator")
    with visibility.reading(actor):
        row = invitations.invite(actor=actor, **NEW | values)
    return row, sent_token()


def sent_token():
    """The token of the link in the mail that goes out now."""
    mail.outbox.clear()
    send_due()
    return re.search(r"/people/invited/([^/]+)/", mail.outbox[0].body)[1]


def open_link(token, data=None, client=None):
    client = client or Client()
    address = reverse("accounts:accept", args=[token])
    return client.get(address) if data is None else client.post(address, data)


def test_the_link_makes_person_and_membership_and_then_asks_for_a_second_factor(people, sign_in):
    page = sign_in("administrator").post(
        reverse("accounts:invite"), NEW | {"teams": [people.teams["unit"].pk], "clearance": 2}, follow=True
    )
    assert "Nina New is invited" in page.content.decode()
    token, client = sent_token(), Client()
    assert "Northshire Police has invited you" in open_link(token, client=client).content.decode()
    answer = client.post(reverse("accounts:accept", args=[token]), PASSWORD, follow=True)
    words = answer.content.decode()
    assert "Your account is ready" in words and "You need a second factor" in words
    assert client.get(reverse("ocg:list")).status_code == 302
    made = Membership.objects.get(user__email="nina.new@pam.example")
    assert (made.agency, made.clearance, made.roles, list(made.teams.all())) == (
        people.agencies["police"],
        2,
        ["officer"],
        [],
    )
    assert [row.team for row in made.requests.waiting()] == [people.teams["unit"]]
    assert made.user.check_password(PASSWORD["password"])
    entry = LogEntry.objects.get(operation="accept invitation")
    assert (entry.actor_name, entry.agency_name) == ("Nina New", "Northshire Police")


def test_the_mail_goes_out_once_and_only_the_hash_of_its_token_is_kept(people):
    row, token = invite(people)
    assert send_due() == 0 and len(mail.outbox) == 1
    row.refresh_from_db()
    assert row.token_hash == invitation_mail.hash_of(token) and row.sent_at
    assert not SentMail.objects.exists()


@pytest.mark.parametrize("how", ["used", "expired", "withdrawn", "sent again", "made up"])
def test_a_link_that_does_not_work_says_the_same_whatever_the_reason(people, how):
    row, token = invite(people)
    actor = people.reader("administrator")
    with visibility.reading(actor):
        if how == "withdrawn":
            invitations.withdraw(actor=actor, invitation=row)
        if how == "sent again":
            invitations.resend(actor=actor, invitation=row)
    if how == "sent again":
        again = sent_token()
        assert open_link(again).status_code == 200
    if how == "used":
        assert invitations.accept(token, password="three random words")
    if how == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    token = "made-up" if how == "made up" else token
    for answer in (open_link(token), open_link(token, PASSWORD)):
        assert answer.status_code == 404
        assert answer.content == open_link("x").content
    assert User.objects.filter(email=NEW["email"]).exists() is (how == "used")


def test_somebody_of_another_agency_signs_in_and_acts_for_both(people, sign_in):
    _, token = invite(people, email="granted@pam.example", name="Somebody")
    assert "Sign in to accept" in open_link(token).content.decode()
    assert open_link(token, PASSWORD).status_code == 200 and not Invitation.objects.filter(
        accepted_at__isnull=False
    )
    assert (
        "you are signed in as owner@pam.example" in open_link(token, client=sign_in("owner")).content.decode()
    )
    assert "Sign in to accept" in open_link(token, {}, Client()).content.decode()
    client = sign_in("granted")
    assert "Accept" in open_link(token, client=client).content.decode()
    answer = client.post(reverse("accounts:accept", args=[token]), follow=True)
    assert "acting for </span>Northshire Police" in answer.content.decode()
    assert people.users["granted"].memberships.count() == 2
    assert people.users["granted"].name == "Gita Granted"


def test_no_invitation_tells_that_another_agency_knows_the_address(people, sign_in):
    client = sign_in("administrator")
    for email in ("other_force@pam.example", "nobody@pam.example"):
        page = client.post(
            reverse("accounts:invite"), NEW | {"email": email, "name": "Same Name"}, follow=True
        )
        assert "Same Name is invited" in page.content.decode()
    member = client.post(
        reverse("accounts:invite"), NEW | {"email": "OWNER@pam.example", "name": "Typed"}
    ).content.decode()
    assert "Olive Owner already works with your agency" in member and "Typed" in member
    again = client.post(reverse("accounts:invite"), NEW | {"email": "nobody@pam.example"}).content.decode()
    assert "already invited this address" in again


def test_nobody_gives_more_clearance_than_they_have_or_invites_for_another_agency(people):
    Membership.objects.filter(pk=people.memberships["administrator"].pk).update(clearance=1)
    actor = people.reader("administrator")
    with visibility.reading(actor):
        with refused("above_own_clearance"):
            invitations.invite(actor=actor, **NEW | {"clearance": 2})
        with refused("not_own_agency"):
            invitations.invite(actor=actor, **NEW | {"teams": [people.teams["other"]]})
        row = invitations.invite(actor=actor, **NEW)
        with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE accounts_invitation SET clearance = 2")
    for persona in ("owner", "other_force", "superuser"):
        reader = people.reader(persona)
        with visibility.reading(reader):
            assert not Invitation.objects.exists(), persona
            with pytest.raises(visibility.PermissionDenied):
                invitations.withdraw(actor=reader, invitation=row)
            with pytest.raises(ProgrammingError), transaction.atomic():
                Invitation.objects.create(
                    agency=people.agencies["police"],
                    invited_by_id=reader.membership_id,
                    name="X",
                    email="x@pam.example",
                    expires_at=timezone.now(),
                )


def test_a_password_is_refused_in_plain_words_and_nothing_is_used_up(people):
    _, token = invite(people)
    for typed, words in [
        ({"password": "short", "again": "short"}, "too short"),
        ({"password": "three random words", "again": "three random word"}, "do not match"),
    ]:
        answer = open_link(token, typed)
        assert answer.status_code == 200 and words in answer.content.decode()
    assert not Membership.objects.filter(user__email=NEW["email"]).exists()


def test_a_link_followed_twice_at_the_same_moment_is_used_once(committed):
    _, token = invite(make_people())
    start = Barrier(2)

    def follow(_):
        try:
            start.wait()
            return invitations.accept(token, password="three random words")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(follow, range(2)))
    assert sorted(bool(pk) for pk in found) == [False, True]
    assert Membership.objects.filter(user__email=NEW["email"]).count() == 1
