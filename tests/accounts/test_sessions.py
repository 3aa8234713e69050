"""Sessions end by the clock: after a time without a click, and a time after signing in."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.models import User
from pam.accounts.devices import device_of
from pam.accounts.models import BrowserSession
from pam.accounts.sessions import BEGAN, SEEN
from pam.audit.models import LogEntry


def aged(client, **ages):
    """Moves a session's moments back by so many seconds."""
    session = client.session
    for name, seconds in ages.items():
        session[name] = int(time.time() - seconds)
    session.save()


@pytest.mark.parametrize(
    ("ages", "said"),
    [
        ({SEEN: 31 * 60}, "did nothing for 30 minutes"),
        ({SEEN: 10, BEGAN: 12 * 3600 + 60}, "signed in more than 12 hours ago"),
    ],
)
def test_a_session_that_is_over_leads_to_signing_in_says_why_and_is_logged(people, sign_in, ages, said):
    client = sign_in("owner")
    assert client.get("/").status_code == 200
    key = client.session.session_key
    aged(client, **ages)
    answer = client.get(reverse("actions:list"))
    assert answer.status_code == 302 and answer["Location"].startswith(reverse("account_login"))
    assert f"next={reverse('actions:list')}" in answer["Location"]
    assert said in client.get(answer["Location"]).content.decode()
    assert client.session.session_key != key and "_auth_user_id" not in client.session
    assert LogEntry.objects.filter(operation="session ended", actor_name="Olive Owner").exists()


def test_what_a_page_asks_for_in_the_background_after_the_session_ended_gets_no_page(people, client):
    for page in (reverse("home"), reverse("subjects:alike", args=[uuid4()])):
        answer = client.get(page, headers={"hx-request": "true"})
        assert (answer.status_code, answer.content) == (401, b"")
        assert client.get(page).status_code == 302


@pytest.mark.parametrize(
    ("headers", "taken"),
    [({"Sec-Fetch-Mode": "navigate"}, True), ({}, True), ({"Sec-Fetch-Mode": "cors"}, False)],
)
def test_only_a_page_that_a_person_goes_to_takes_the_cookie_of_a_dead_session_away(
    client, db, headers, taken
):
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    response = client.get("/", headers=headers)
    assert (settings.SESSION_COOKIE_NAME in response.cookies) is taken


def test_a_click_keeps_the_session_and_what_renews_itself_does_not(people, sign_in):
    client = sign_in("owner")
    aged(client, **{SEEN: 20 * 60, BEGAN: 20 * 60})
    client.get("/", headers={"HX-Request": "true"})
    assert time.time() - client.session[SEEN] > 19 * 60
    client.get("/")
    assert time.time() - client.session[SEEN] < 60
    assert time.time() - client.session[BEGAN] > 19 * 60


def test_the_lengths_are_settings(people, sign_in, settings):
    settings.SESSION_IDLE_MINUTES = 5
    client = sign_in("owner")
    aged(client, **{SEEN: 6 * 60})
    assert client.get("/").status_code == 302


def test_asking_what_is_left_is_no_click_and_staying_signed_in_is_one(people, sign_in):
    client, address = sign_in("owner"), reverse("accounts:session")
    aged(client, **{SEEN: 26 * 60})
    left = client.get(address, headers={"HX-Request": "true"}).json()
    assert left["can_stay"] and 230 <= left["seconds"] <= 240
    assert time.time() - client.session[SEEN] > 25 * 60
    stayed = client.post(address, headers={"HX-Request": "true"}).json()
    assert stayed["can_stay"] and stayed["seconds"] >= 29 * 60


def test_a_session_near_its_whole_length_says_that_it_cannot_be_made_longer(people, sign_in):
    client = sign_in("owner")
    aged(client, **{SEEN: 10, BEGAN: 12 * 3600 - 120})
    left = client.post(reverse("accounts:session")).json()
    assert not left["can_stay"] and left["seconds"] <= 120


def test_each_page_of_a_signed_in_person_has_the_warning_and_no_other_page(people, sign_in, client):
    page = sign_in("owner").get(reverse("actions:list")).content.decode()
    assert f'data-session="{reverse("accounts:session")}" data-idle="1800"' in page
    assert "data-session" not in client.get(reverse("account_login")).content.decode()


# --- The browsers that one is signed in with ---

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)


def account(client, agent):
    return client.get(reverse("accounts:account"), headers={"User-Agent": agent}).content.decode()


def test_the_account_page_lists_ones_own_browsers_and_says_which_this_one_is(people, sign_in):
    desk, phone = sign_in("owner"), sign_in("owner")
    account(sign_in("colleague"), "Chrome/130.0")
    account(phone, PHONE)
    page = account(desk, FIREFOX)
    assert "Firefox on Linux" in page and "Safari on iPhone" in page and "127.0.0.1" in page
    assert page.count("This browser") == 1 and "Chrome" not in page
    assert BrowserSession.objects.filter(user=people.users["owner"]).count() == 2
    account(desk, FIREFOX)
    assert BrowserSession.objects.filter(user=people.users["owner"]).count() == 2


def test_a_browser_is_noted_with_a_click_at_most_once_a_minute(people, sign_in):
    client = sign_in("owner")
    aged(client, **{SEEN: 120, BEGAN: 120})
    client.get("/", headers={"User-Agent": FIREFOX})
    client.get("/", headers={"User-Agent": PHONE})
    assert [row.device for row in BrowserSession.objects.all()] == ["Firefox on Linux"]


def test_a_browser_that_is_signed_out_from_another_one_must_sign_in_again(people, sign_in):
    desk, phone = sign_in("owner"), sign_in("owner")
    account(phone, PHONE)
    account(desk, FIREFOX)
    row = BrowserSession.objects.get(device="Safari on iPhone")
    answer = desk.post(reverse("accounts:session_end", args=[row.uuid]), follow=True)
    assert "Safari on iPhone is signed out." in answer.content.decode()
    assert phone.get("/").status_code == 302 and desk.get("/").status_code == 200
    assert LogEntry.objects.filter(operation="end session", actor_name="Olive Owner").exists()
    assert desk.post(reverse("accounts:session_end", args=[row.uuid])).status_code == 404


def test_a_session_that_goes_on_under_another_key_is_signed_out_all_the_same(people, sign_in):
    desk, phone = sign_in("owner"), sign_in("owner")
    account(phone, PHONE)
    account(desk, FIREFOX)
    session = phone.session
    session.cycle_key()
    phone.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    row = BrowserSession.objects.get(device="Safari on iPhone")
    assert desk.post(reverse("accounts:session_end", args=[row.uuid])).status_code == 302
    assert phone.get("/").status_code == 302 and desk.get("/").status_code == 200


def test_nobody_ends_or_reads_another_persons_session(people, sign_in):
    owner, colleague = sign_in("owner"), sign_in("colleague")
    account(owner, FIREFOX)
    row = BrowserSession.objects.get()
    assert colleague.post(reverse("accounts:session_end", args=[row.uuid])).status_code == 404
    with visibility.reading(people.reader("colleague")), connection.cursor() as cursor:
        assert not BrowserSession.objects.exists()
        cursor.execute("SELECT pam_end_session(%s)", [row.uuid])
        assert cursor.fetchone()[0] is False
    assert owner.get("/").status_code == 200


def test_what_is_kept_of_a_session_lets_nobody_in(people, sign_in):
    client = sign_in("owner")
    account(client, FIREFOX)
    assert BrowserSession.objects.get().key_hash != client.session.session_key


def test_a_session_that_ended_is_listed_no_more(people, sign_in):
    desk, phone, idle = sign_in("owner"), sign_in("owner"), sign_in("owner")
    account(phone, PHONE)
    account(idle, "Edg/130.0")
    BrowserSession.objects.filter(device="Edge").update(seen_at=timezone.now() - timedelta(minutes=32))
    phone.post(reverse("account_logout"))
    page = account(desk, FIREFOX)
    assert "Firefox on Linux" in page and "Safari" not in page and "Edge" not in page


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox on Linux"),
        (PHONE, "Safari on iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36", "Chrome on Android"),
        ("curl/8", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_a_browser_is_named_as_its_owner_knows_it(agent, device):
    assert device_of(agent) == device


def test_single_keys_are_turned_off_by_the_person_alone(people, sign_in):
    client = sign_in("owner")
    client.post(reverse("accounts:single_keys"), {"on": "no"})
    assert 'data-single-keys="off"' in client.get("/").content.decode()
    assert User.objects.filter(single_keys=False).count() == 1
    sign_in("granted").post(reverse("accounts:single_keys"), {"on": "yes"})
    assert User.objects.filter(single_keys=False).count() == 1


def kept_content(client, change=None):
    """What the table holds of the client's session; `change` (SQL of `session_data`) is made to it first."""
    with connection.cursor() as cursor:
        if change:
            sql = f"UPDATE django_session SET session_data = {change} WHERE session_key = %s"
            cursor.execute(sql, [client.session.session_key])
        cursor.execute(
            "SELECT session_data FROM django_session WHERE session_key = %s", [client.session.session_key]
        )
        return cursor.fetchone()[0]


def test_a_session_is_kept_with_the_number_of_its_person_which_alone_signs_nobody_in(people, sign_in):
    client, other = sign_in("owner"), people.users["colleague"]
    own = people.users["owner"]
    assert kept_content(client).startswith(f"{own.pk}|")
    kept_content(client, f"'{other.pk}|' || split_part(session_data, '|', 2)")
    page = client.get(reverse("actions:list"))
    assert page.context["request"].reader.user_id == own.pk, "the signed content says who it is"


def test_a_session_that_was_kept_without_a_number_goes_on(people, sign_in):
    client = sign_in("owner")
    kept_content(client, "split_part(session_data, '|', 2)")
    page = client.get(reverse("actions:list"))
    assert page.context["request"].reader.user_id == people.users["owner"].pk


def test_a_membership_that_was_suspended_is_noticed_at_the_next_click(people, sign_in):
    client = sign_in("owner")
    assert client.get(reverse("actions:list")).status_code == 200
    membership = people.memberships["owner"]
    type(membership).objects.filter(pk=membership.pk).update(suspended=True)
    answer = client.get(reverse("actions:list"))
    assert answer.status_code == 302 and answer["Location"] == reverse("accounts:incomplete")
