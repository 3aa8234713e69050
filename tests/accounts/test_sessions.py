"""Sessions end by the clock: after a time without a click, and a time after signing in."""

import time

import pytest
from django.urls import reverse

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
    assert LogEntry.objects.filter(how="session ended", actor_name="Olive Owner").exists()


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
