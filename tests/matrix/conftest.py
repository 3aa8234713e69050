"""What holds for each test of the matrix, the canaries and the twins."""

import pytest

from pam.accounts import sessions
from pam.db import kept


@pytest.fixture(autouse=True)
def no_clock(monkeypatch):
    """However slow the machine, a request asks the same: sessions are not noted again after a minute, and
    what a process keeps for half a minute stays.
    """
    monkeypatch.setattr(sessions, "NOTED_EVERY", float("inf"))
    monkeypatch.setattr(kept, "SECONDS", float("inf"))
