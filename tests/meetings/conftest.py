"""The small world, and a place for files that goes away."""

import pytest


@pytest.fixture
def place(settings, tmp_path):
    """Where files are kept during one test."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def world(hidden_world, place):
    """The shared and the hidden, before anything has ended."""
    return hidden_world
