"""What holds for each test of the matrix, the canaries and the twins."""

import logging

import pytest
from django.core.cache.backends.dummy import DummyCache

from pam.accounts import sessions
from pam.db import kept
from tests.matrix.asking import Gate


@pytest.fixture(autouse=True)
def no_clock(monkeypatch):
    """However slow the machine, a request asks the same: sessions are not noted again after a minute, and
    what a process keeps for half a minute stays.
    """
    monkeypatch.setattr(sessions, "NOTED_EVERY", float("inf"))
    monkeypatch.setattr(kept, "SECONDS", float("inf"))


@pytest.fixture(autouse=True)
def no_limits(monkeypatch):
    """A crawl asks the API more often than a program may: its requests do not count."""
    monkeypatch.setattr("pam.api.limits.cache", DummyCache("", {}))
    monkeypatch.setattr("pam.api.limits._count", lambda key: 1)
    monkeypatch.setattr("pam.api.limits._counted", lambda key: 0)


@pytest.fixture(autouse=True)
def no_lines(caplog):
    """What is refused, thousands of times, is not written down with its traceback each time."""
    caplog.set_level(logging.ERROR, logger="django.request")


@pytest.fixture
def gate(monkeypatch):
    """The gate as pages reach it (`Gate`)."""
    return Gate(monkeypatch)
