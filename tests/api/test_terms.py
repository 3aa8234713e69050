"""The terms for systems: accepted by who answers for one, and its tokens stop where they are not."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.models import Membership
from pam.accounts.models import Acceptance, TermsOfUse
from pam.accounts.services.terms_of_use import publish
from pam.api.models import HookDelivery, Webhook
from pam.api.services import sending
from pam.api.services.terms import accept_for_system
from pam.audit.models import LogEntry
from pam.dashboard.selectors.waiting import waiting_rows
from tests.api.conftest import API, Program, give_token
from tests.refusals import refused

KIND = TermsOfUse.Kind.SYSTEMS


def not_accepted(system):
    """Takes back what the small world accepted for a system, and says that it is new."""
    Acceptance.objects.filter(user_id=system.user_id).delete()
    Membership.objects.filter(pk=system.pk).update(starts_at=timezone.now())


@pytest.fixture
def mine(own_system, client):
    """The program of a system with a token."""
    return Program(client, own_system, *give_token(own_system))


def test_a_token_of_a_system_without_accepted_terms_says_so_and_does_nothing(own_system, mine):
    not_accepted(own_system)
    for answer in (mine.get("records"), mine.post("records", {"kind": "ocg"})):
        told = json.loads(answer.content)
        assert (answer.status_code, told["code"]) == (403, "terms_lapsed")
        assert answer["Content-Type"] == "application/problem+json"
        assert "Terms for systems, version 1, are not accepted" in told["detail"]
        assert "Systems and tokens" in told["detail"]
    assert mine.client.get(API + "records").status_code == 401, "without a token it is as before"


def test_an_administrator_reads_and_accepts_them_and_the_token_works(own_system, mine, sign_in, people):
    not_accepted(own_system)
    address = reverse("api:system_terms", args=[own_system.uuid])
    assert sign_in("owner").get(address).status_code == 403
    admin = sign_in("administrator")
    listed = admin.get(reverse("api:systems")).content.decode()
    assert "Stopped: not accepted" in listed and address in listed
    waits = [row for row in rows_of(people) if row.url == address]
    assert waits and waits[0].urgency == 1
    page = admin.get(address).content.decode()
    assert "A program that reads or writes pam" in page
    assert "Tick the box" in admin.post(address, {"version": 1}).content.decode()
    assert admin.post(address, {"version": 1, "accept": "on"})["Location"] == reverse("api:systems")
    row = Acceptance.objects.get(user_id=own_system.user_id, terms__kind=KIND)
    assert (row.by, row.agency) == (people.memberships["administrator"], people.agencies["police"])
    assert LogEntry.objects.get(operation="accept terms").detail.endswith("for Custody system")
    assert mine.get("records").status_code == 200
    assert not [row for row in rows_of(people) if row.url == address]


def rows_of(people):
    """What waits for the administrator."""
    reader = people.reader("administrator")
    with visibility.reading(reader):
        return waiting_rows(reader)


def test_a_new_version_leaves_a_system_that_was_there_some_days_and_then_stops_it(own_system, mine):
    Membership.objects.filter(pk=own_system.pk).update(starts_at=timezone.now() - timedelta(days=300))
    terms = publish(kind=KIND, text="Keep less.")
    answer = mine.get("records")
    until = terms.published_at + timedelta(days=14)
    assert (answer.status_code, answer["Pam-Terms-Until"]) == (200, until.isoformat(timespec="seconds"))
    TermsOfUse.objects.filter(pk=terms.pk).update(published_at=timezone.now() - timedelta(days=15))
    assert mine.get("records").status_code == 403
    not_accepted(own_system)
    TermsOfUse.objects.filter(pk=terms.pk).update(published_at=timezone.now() - timedelta(days=1))
    assert mine.get("records").status_code == 403, "one that came after the version has no days"


def test_a_webhook_waits_for_the_terms_and_goes_on_once_they_are_accepted(own_system, people, monkeypatch):
    not_accepted(own_system)
    sent = []
    monkeypatch.setattr(sending.posting, "post", lambda *args, **more: sent.append(args))
    hook = Webhook.objects.create(
        agency=own_system.agency,
        membership=own_system,
        label="Case system",
        url="https://receiver.example/pam",
        asked_by=people.memberships["administrator"],
        accepted=True,
    )
    row = HookDelivery.objects.create(webhook=hook, kind="test")
    assert sending.send_due() == 0 and not sent
    row.refresh_from_db()
    assert row.why == sending.TERMS and row.dropped_at is None and row.due_at > timezone.now()


def test_nobody_but_an_administrator_of_its_agency_accepts_for_a_system(own_system, people):
    not_accepted(own_system)
    terms = TermsOfUse.objects.get(kind=KIND)
    other = TermsOfUse.objects.get(kind="use")
    for persona, fields in (
        ("owner", {}),
        ("other_force", {}),
        ("administrator", {"terms": other}),
        ("administrator", {"user_id": people.memberships["owner"].user_id}),
        ("administrator", {"by": people.memberships["owner"]}),
        ("administrator", {"by": None}),
    ):
        actor, member = people.reader(persona), people.memberships[persona]
        values = {"user_id": own_system.user_id, "terms": terms, "agency": member.agency, "by": member}
        with visibility.reading(actor), pytest.raises(ProgrammingError), transaction.atomic():
            Acceptance.objects.create(**values | fields)
    with visibility.reading(people.reader("owner")), pytest.raises(PermissionDenied):
        accept_for_system(actor=people.reader("owner"), system=own_system, version=1)
    admin = people.reader("administrator")
    with visibility.reading(admin):
        with refused("changed"):
            accept_for_system(actor=admin, system=own_system, version=7)
        with refused("not_own_agency"):
            accept_for_system(actor=admin, system=people.memberships["owner"], version=1)


def test_people_are_not_asked_for_the_terms_of_systems(people, sign_in):
    assert KIND not in people.reader("owner").unaccepted_terms
    assert sign_in("owner").get(reverse("accounts:terms", args=[KIND])).status_code == 404
