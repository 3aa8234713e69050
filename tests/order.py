"""In which order the tests run: what is long begins first, and what stands beneath them is built once.

Both workers take from one queue. So a long test at its end would leave one of them idle, and a test that
needs the whole world after one that needs nothing would build the world anew.
"""

import pytest

from tests.layers import APPROVED, NOTHING, PEOPLE, WORLD

DEPTHS = {"transactional_db": NOTHING, "approved_world": APPROVED, "whole_world": WORLD, "people": PEOPLE}


def depth_of(fixtures):
    """How many layers (see tests/layers.py) stand beneath a test that uses these fixtures."""
    return next((depth for fixture, depth in DEPTHS.items() if fixture in fixtures), NOTHING)


def asks_the_database(item):
    """Whether a test has a database of its own to work in."""
    names = {"db", "transactional_db", "django_db_setup"}
    return bool(names & set(item.fixturenames)) or item.get_closest_marker("django_db") is not None


def place(item):
    """The key to sort by: tests that commit, long tests without layers, the highest layers first, the rest.

    Within each, what is slow comes first.
    """
    slow = item.get_closest_marker("slow") is not None
    if "transactional_db" in item.fixturenames:
        group = 0
    elif not asks_the_database(item):
        group = 1 if slow else 6
    else:
        group = 2 + APPROVED - depth_of(item.fixturenames)
    return group, not slow


def put_in_order(items):
    """Sorts `items` in place. Tests that share a module's own fixture stay together, on one worker."""
    for item in items:
        shared = [
            name
            for name, made in item._fixtureinfo.name2fixturedefs.items()
            if made[-1].scope in {"module", "class"} and made[-1].baseid.endswith(".py")
        ]
        if shared:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.split("::")[0]))
    items.sort(key=place)
