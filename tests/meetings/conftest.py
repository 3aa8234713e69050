"""The small world, and a place for files that goes away."""

import pytest

from tests.world import world as world_module


@pytest.fixture
def place(settings, tmp_path):
    """Where files are kept during one test."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def world(people, place):
    """The shared and the hidden, before anything has ended."""
    return world_module.add_hidden(world_module.make_shared(people))
