"""In which order the tests run: what is long begins first, and what stands beneath them is built once.

All workers take from one queue. So a long test at its end would leave the others idle, and a test that
needs the whole world after one that needs nothing would build the world anew.
"""

from functools import cache
from pathlib import Path

from xdist.scheduler.loadgroup import LoadGroupScheduling

from tests.layers import APPROVED, HIDDEN, NOTHING, PEOPLE, SHARED, WORLD

DEPTHS = {
    "transactional_db": NOTHING,
    "approved_world": APPROVED,
    "whole_world": WORLD,
    "hidden_world": HIDDEN,
    "shared_world": SHARED,
    "people": PEOPLE,
}

FINDS_ALL_FORMS = "tests/forms/test_every_form.py"


def depth_of(fixtures):
    """How many layers (see tests/layers.py) stand beneath a test that uses these fixtures."""
    return next((depth for fixture, depth in DEPTHS.items() if fixture in fixtures), NOTHING)


def asks_the_database(item):
    """Whether a test has a database of its own to work in."""
    names = {"db", "transactional_db", "django_db_setup"}
    return bool(names & set(item.fixturenames)) or item.get_closest_marker("django_db") is not None


def place(item):
    """The key to sort by: tests that commit, long tests without layers, the highest layers first, the rest.

    Within each, what is slow comes first, and of that what finds all forms: what takes some of them later
    on the same worker finds them there.
    """
    slow = item.get_closest_marker("slow") is not None
    if "transactional_db" in item.fixturenames:
        group = 0
    elif not asks_the_database(item):
        group = 1 if slow else 3 + APPROVED
    else:
        group = 2 + APPROVED - depth_of(item.fixturenames)
    return group, not slow, not item.nodeid.startswith(FINDS_ALL_FORMS)


def put_in_order(items):
    """Sorts `items` in place."""
    items.sort(key=place)


@cache
def makes_something_for_all_of_its_tests(path):
    """Whether a file of tests has a fixture that stands for the whole file."""
    return 'scope="module"' in Path(path).read_text()


@cache
def asks_for_every_form(path):
    """Whether a file of tests goes by what `tests/forms/every_form.py` finds on all pages, once a worker."""
    return "every_form(world" in Path(path).read_text()


@cache
def reads_all_code(path):
    """Whether a file of tests looks at the project's own files by `tests/house/sources.py`."""
    return path.startswith("tests/house/") and "from tests.house.sources import" in Path(path).read_text()


class Together(LoadGroupScheduling):
    """xdist's scheduler, which sends the tests of a file that shares a fixture to one worker, in one go; so
    all that asks for every form: finding them takes a thousand requests; and all that reads the project's
    own code, which is then parsed once.

    xdist's own groups need an attribute of a test that pytest no longer has (xdist 3.8, pytest 9.1).
    """

    def _split_scope(self, nodeid):
        path = nodeid.split("::")[0]
        if asks_for_every_form(path):
            return "every form"
        if reads_all_code(path):
            return "all code"
        return path if makes_something_for_all_of_its_tests(path) else nodeid
