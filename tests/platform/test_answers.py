"""What every answer carries, and what is said when one goes wrong."""

import logging
import re

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from pam import health
from pam.db.request_id import LETTERS, WithRequestId, current_request_id, new_request_id

ID = re.compile(rf"^[{LETTERS}]{{4}}-[{LETTERS}]{{4}}$")
SAFE = {
    "Content-Security-Policy": "default-src 'self'",
    "Permissions-Policy": "camera=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
}


def broken(monkeypatch):
    """Makes the home page raise."""

    def fail(*args, **kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("pam.dashboard.views.render", fail)


def assert_safe(answer):
    """Each of the headers is there."""
    for header, holds in SAFE.items():
        assert holds in answer.headers.get(header, ""), (answer.status_code, header)
    assert ID.match(answer.headers["X-Request-ID"])


def test_every_answer_carries_the_safe_headers(sign_in, monkeypatch):
    client = sign_in("owner")
    assert_safe(client.get("/"))
    assert_safe(client.get("/no-such-page/"))
    assert_safe(client.get("/people/"))
    assert_safe(client.get(reverse("accounts:act_for")))  # 405
    assert_safe(client.get(reverse("accounts:session")))
    assert_safe(client.get("/static/js/session.js"))
    assert_safe(client.get("/healthz"))
    assert_safe(Client().get("/"))
    assert_safe(client.get("/", headers={"host": "evil.example"}))
    assert_safe(client.get("/?a=%00"))
    assert_safe(Client(enforce_csrf_checks=True).post(reverse("account_login"), {}))
    client.raise_request_exception = False
    broken(monkeypatch)
    answer = client.get("/")
    assert answer.status_code == 500
    assert_safe(answer)


def test_a_fault_shows_the_number_that_its_lines_in_the_log_carry(sign_in, monkeypatch, caplog):
    caplog.handler.addFilter(WithRequestId())
    client = sign_in("owner")
    client.raise_request_exception = False
    broken(monkeypatch)
    answer = client.get("/")
    number = answer.headers["X-Request-ID"]
    assert f"<strong>{number}</strong>" in answer.content.decode()
    lines = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert lines and {record.request_id for record in lines} == {number}
    assert current_request_id() == ""


def test_the_page_for_what_is_absent_or_hidden_has_no_number_that_tells_one_answer_from_another(sign_in):
    client = sign_in("owner")
    first, second = client.get("/no-such-page/"), client.get("/no-such-page/")
    assert first.status_code == 404 and first.content == second.content


def test_a_client_can_not_choose_the_number_of_its_request(client):
    forged = new_request_id()
    answer = client.get("/healthz", headers={"x-request-id": forged})
    assert answer.headers["X-Request-ID"] != forged


@pytest.fixture
def fresh(monkeypatch):
    """No answer of an earlier test is given again."""
    monkeypatch.setattr(health, "_last", {})


def test_it_is_ready_when_database_queue_and_storage_answer(client, db, fresh, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "queue": "ok", "storage": "ok"}
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("part", ["database", "queue", "storage"])
def test_it_is_not_ready_while_one_part_fails_and_says_which_and_not_why(client, fresh, monkeypatch, part):
    def fail():
        raise DatabaseError("password of pam_owner")

    well = dict.fromkeys(health.CHECKS, lambda: None)
    monkeypatch.setattr(health, "CHECKS", {**well, part: fail})
    answer = client.get("/readyz")
    assert answer.status_code == 503 and answer.json()[part] == "no answer"
    assert "pam_owner" not in answer.content.decode()
    assert [name for name, said in answer.json().items() if said == "ok"] == [n for n in well if n != part]


def test_a_part_that_hangs_does_not_hang_the_answer(client, fresh, monkeypatch):
    import threading
    import time

    over = threading.Event()
    monkeypatch.setattr(health, "SECONDS", 0.2)
    monkeypatch.setattr(health, "CHECKS", {"queue": lambda: over.wait(20), "storage": lambda: None})
    began = time.monotonic()
    answer = client.get("/readyz")
    over.set()
    assert time.monotonic() - began < 5
    assert answer.status_code == 503 and answer.json() == {"queue": "no answer", "storage": "ok"}


def test_alive_asks_nothing_and_ready_is_asked_at_most_once_a_second(client, fresh, monkeypatch):
    asked = []
    monkeypatch.setattr(health, "CHECKS", {"queue": lambda: asked.append(1)})
    assert client.get("/healthz").content == b"ok" and not asked
    for _ in range(5):
        client.get("/readyz")
    assert len(asked) == 1


def test_storage_that_can_not_be_written_is_no_storage(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "absent"
    with pytest.raises(OSError):
        health.ask_storage()
