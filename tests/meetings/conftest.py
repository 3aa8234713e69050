"""The small world, and a place for files that goes away."""

import pytest

from tests.meetings import papers
from tests.meetings import room as rooms
from tests.standing import standing


@pytest.fixture
def place(settings, tmp_path):
    """Where files are kept during one test."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def blank():
    """The files of minutes and packs are two empty pages: what is printed is not what the test is about."""
    with papers.not_printed():
        yield


@pytest.fixture
def world(hidden_world, place):
    """The shared and the hidden, before anything has ended."""
    return hidden_world


@standing
def called_room(hidden_world):
    """A meeting that is called, as `rooms.called` does."""
    return rooms.called(hidden_world)


@standing
def closed_room(hidden_world):
    """A meeting that is closed: its minutes wait for approval."""
    return rooms.closed(hidden_world)


@standing
def approved_room(hidden_world):
    """A meeting that is approved, and its copies, whose files nobody has made yet."""
    return rooms.approved(hidden_world)
