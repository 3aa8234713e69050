"""In which order the tests run: what is long begins first, and what stands beneath them is built once.

All workers take from one queue. So a long test at its end would leave the others idle, and a test that
needs the whole world after one that needs nothing would build the world anew.
"""

import os
import re
from functools import cache
from pathlib import Path

from xdist.scheduler.loadgroup import LoadGroupScheduling

from tests.layers import APPROVED, HELD, HIDDEN, NOTHING, PEOPLE, SHARED, WORLD
from tests.standing import builders_of, name_of

DEPTHS = {
    "transactional_db": NOTHING,
    "approved_world": APPROVED,
    "whole_world": WORLD,
    "held_room": HELD,
    "hidden_world": HIDDEN,
    "shared_world": SHARED,
    "people": PEOPLE,
}

BROWSER = re.compile(r"(?m)^(?:pytestmark = .*|@)pytest\.mark\.browser\b")
MANY, AT_ONCE = 1000, 6  # units of work
FINDS_ALL_FORMS = "tests/forms/test_every_form.py"
OPENS_THE_SAME_PAGES = "tests/matrix/test_owner.py"  # see tests/matrix/opened.py


def depth_of(fixtures):
    """The highest layer (see tests/layers.py) beneath a test that uses these fixtures."""
    return next((depth for fixture, depth in DEPTHS.items() if fixture in fixtures), NOTHING)


def asks_the_database(item):
    """Whether a test has a database of its own to work in."""
    names = {"db", "transactional_db", "django_db_setup"}
    return bool(names & set(item.fixturenames)) or item.get_closest_marker("django_db") is not None


def place(item):
    """The key to sort by: tests that commit, long tests without layers, the highest layers first, the rest.

    Within each, what finds all forms comes first: what takes some of them later on the same worker finds them
    there. Tests on the same standing fixtures come one after another, and of these what is slow comes first.
    """
    slow = item.get_closest_marker("slow") is not None
    if "transactional_db" in item.fixturenames:
        group = 0
    elif not asks_the_database(item):
        group = 1 if slow else 3 + APPROVED
    else:
        group = 2 + APPROVED - depth_of(item.fixturenames)
    built = [name_of(build) for build in builders_of(item)] if asks_the_database(item) else []
    return group, not item.nodeid.startswith(FINDS_ALL_FORMS), built, not slow


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
    return path == OPENS_THE_SAME_PAGES or "every_form(world" in Path(path).read_text()


@cache
def reads_all_code(path):
    """Whether a file of tests looks at the project's own files by `tests/house/sources.py`."""
    return path.startswith("tests/house/") and "from tests.house.sources import" in Path(path).read_text()


@cache
def drives_a_browser(path):
    """Whether the tests of a file are those of a browser."""
    return BROWSER.search(Path(path).read_text()) is not None


class Together(LoadGroupScheduling):
    """xdist's scheduler, which sends the tests of a file that shares a fixture to one worker, in one go; so
    all that asks for every form: finding them takes a thousand requests; and all that reads the project's
    own code, which is then parsed once. As long as there are many, a worker takes some that follow one
    another: they often stand on the same.

    One worker at a time drives a browser. Such a test waits for most of its time: several at once would
    leave the cores idle, and beside one of them the other workers have enough to do. Of one worker more than
    there are cores it ends once no test of a browser is left.

    xdist's own groups need an attribute of a test that pytest no longer has (xdist 3.8, pytest 9.1).
    """

    cores = os.cpu_count() or 1
    _of_a_browser = None  # {unit of work: its file}, in their order

    def _reschedule(self, node):
        if self._of_a_browser is not None and self._is_one_too_many(node):
            node.shutdown()
        super()._reschedule(node)

    def _is_one_too_many(self, node):
        """Whether the tests of browsers that this worker had are done, and the others are enough."""
        at_work = [other for other in self.nodes if not other.shutting_down]
        drove = not self._of_a_browser or any(unit in self._of_a_browser for unit in self.assigned_work[node])
        waiting = any(unit in self._of_a_browser for unit in self.workqueue)
        return drove and not waiting and len(at_work) > self.cores

    def _assign_work_unit(self, node):
        if self._of_a_browser is None:
            files = {scope: next(iter(tests)).split("::")[0] for scope, tests in self.workqueue.items()}
            self._of_a_browser = {scope: path for scope, path in files.items() if drives_a_browser(path)}
        others = [units for other, units in self.assigned_work.items() if other is not node]
        if any(map(self._is_at_a_browser, others)):
            wanted = (scope for scope in self.workqueue if scope not in self._of_a_browser)
        else:
            wanted = (scope for scope in self._of_a_browser if scope in self.workqueue)
        scope = next(wanted, None) if others else None
        if scope is not None:  # else the first, whatever it is
            self.workqueue.move_to_end(scope, last=False)
        if scope is None or scope in self._of_a_browser or len(self.workqueue) < MANY:
            super()._assign_work_unit(node)
            return
        for scope in [scope for scope in self.workqueue if scope not in self._of_a_browser][:AT_ONCE]:
            self.workqueue.move_to_end(scope, last=False)
            super()._assign_work_unit(node)

    def _is_at_a_browser(self, units):
        """Whether a worker that was given these units still has tests of a browser to do. It does all in
        order, so that nothing before a unit that is done is looked at.
        """
        for scope in reversed(units):
            if all(units[scope].values()):
                return False
            if scope in self._of_a_browser:
                return True
        return False

    def _split_scope(self, nodeid):
        path = nodeid.split("::")[0]
        if asks_for_every_form(path):
            return "every form"
        if reads_all_code(path):
            return "all code"
        return path if makes_something_for_all_of_its_tests(path) else nodeid
