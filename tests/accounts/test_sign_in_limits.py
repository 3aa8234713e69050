"""Limits on failed sign-ins: an account by itself, a building by itself, and neither locks out the other."""

import re

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from pam.access.models import User
from pam.accounts.sign_in_limits import SECONDS
from pam.reference.declarations import declared
from pam.reference.models import Setting
from tests.standing import standing

PASSWORD = "correct horse battery"
BUILDING = "198.51.100.7"


@pytest.fixture(autouse=True)
def fresh_limits():
    cache.clear()


@standing
def crowd(people):
    """The e-mail addresses of forty people with the same password."""
    first = User.objects.create_user("crowd0@pam.example", "Crowd 0", PASSWORD)
    more = [
        User(email=f"crowd{n}@pam.example", name=f"Crowd {n}", password=first.password) for n in range(1, 40)
    ]
    User.objects.bulk_create(more)
    return [first.email, *(user.email for user in more)]


def try_it(email, password=PASSWORD, address=BUILDING):
    """The answer to one try in a browser of its own; a redirect if it was right."""
    return Client().post(
        reverse("account_login"), {"login": email, "password": password}, REMOTE_ADDR=address
    )


def fail_often(address, times):
    """So many failures from one address, each for another account."""
    for number in range(times):
        try_it(f"nobody{number}@pam.example", "wrong", address)


def name_networks(agency, text, failures):
    Setting.objects.create(key="accounts.sign_in_networks", agency=agency, value=text)
    Setting.objects.create(key="accounts.network_failures", agency=agency, value=failures)


def limit_addresses(failures):
    Setting.objects.create(key="accounts.address_failures", agency=None, value=failures)


@pytest.mark.slow
def test_forty_people_of_one_building_sign_in_within_a_minute_also_when_each_mistypes_once(crowd):
    for email in crowd:
        assert try_it(email, "mistyped").status_code == 200
    assert [try_it(email).status_code for email in crowd] == [302] * 40


def test_one_account_that_is_guessed_from_many_addresses_is_closed_and_its_neighbour_is_not(crowd):
    for number in range(5):
        try_it(crowd[0], "guess", f"203.0.113.{number}")
    answer = try_it(crowd[0], address="203.0.113.99")
    assert "Too many failed attempts to sign in with this email address." in answer.content.decode()
    assert try_it(crowd[1], address="203.0.113.0").status_code == 302


def test_a_closed_account_that_is_tried_again_and_again_closes_no_building(crowd):
    limit_addresses(10)
    for _ in range(15):
        try_it(crowd[0], "guess")
    assert try_it(crowd[1]).status_code == 302


def test_an_address_that_failed_too_often_waits_and_others_do_not(crowd):
    limit_addresses(10)
    fail_often(BUILDING, 10)
    words = try_it(crowd[0]).content.decode()
    assert "Too many failed attempts to sign in from your building or internet connection." in words
    assert try_it(crowd[0], address="198.51.100.8").status_code == 302


def test_what_a_closed_building_refuses_is_not_counted_against_the_account(crowd):
    limit_addresses(10)
    fail_often(BUILDING, 10)
    for _ in range(6):
        try_it(crowd[0])
    assert try_it(crowd[0], address="198.51.100.8").status_code == 302


def test_a_network_that_an_agency_names_has_a_limit_of_its_own_size_for_all_its_addresses(crowd, people):
    limit_addresses(10)
    name_networks(people.agencies["police"], "198.51.100.0/24, 2001:db8::/48", 20)
    fail_often(BUILDING, 15)
    assert try_it(crowd[0]).status_code == 302
    fail_often("198.51.100.200", 5)
    assert "from your building" in try_it(crowd[0]).content.decode()
    assert try_it(crowd[0], address="192.0.2.1").status_code == 302


def test_an_agency_that_names_the_network_of_others_locks_nobody_of_them_out(crowd, people):
    name_networks(people.agencies["probation"], "198.51.100.0/24", 20)
    for number in range(25):
        try_it(f"nobody{number}@pam.example", "wrong", f"198.51.100.{number}")
    assert try_it(crowd[0], address="198.51.100.99").status_code == 302


def test_the_page_says_when_to_try_again_and_keeps_the_email_address(crowd, monkeypatch):
    for _ in range(5):
        try_it(crowd[0], "guess")
    words = try_it(crowd[0]).content.decode()
    assert re.search(r"Try again at \d\d:\d\d, in about 5 minutes\.", words)
    assert f'value="{crowd[0]}"' in words and PASSWORD not in words
    from allauth.core.internal import ratelimit

    later = ratelimit.time.time() + SECONDS + 1
    monkeypatch.setattr(ratelimit.time, "time", lambda: later)
    assert try_it(crowd[0]).status_code == 302


def test_asking_for_passwords_too_often_is_answered_by_a_page_in_plain_words(client, people):
    def ask():
        return client.post(reverse("account_reset_password"), {"email": "owner@pam.example"})

    for _ in range(5):
        assert ask().status_code == 302
    answer = ask()
    assert answer.status_code == 429 and "Wait one minute" in answer.content.decode()


@pytest.mark.parametrize(
    "text, words",
    [
        ("building A", "like 192.0.2.10"),
        ("10.0.0.0/8", "/16 or narrower"),
        ("192.0.2.1/24", "like 192.0.2.10"),
    ],
)
def test_what_is_no_network_or_no_building_is_refused_in_a_sentence(text, words):
    with pytest.raises(ValidationError, match=words):
        declared("accounts.sign_in_networks").parse(text)
