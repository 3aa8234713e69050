"""The small world, and a place for files that goes away."""

from tests.meetings.conftest import place, world  # noqa: F401
