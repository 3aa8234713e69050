"""The order of the tests: none of them is run before a longer one, or on layers that were taken away."""

from types import SimpleNamespace

import pytest
from xdist.remote import Producer

from tests.layers import APPROVED, HELD, HIDDEN, NOTHING, PEOPLE, SHARED, WORLD
from tests.order import (
    Together,
    asks_for_every_form,
    depth_of,
    drives_a_browser,
    makes_something_for_all_of_its_tests,
    place,
    reads_all_code,
)
from tests.standing import builders_of

LADDER = [
    {"transactional_db", "people"},
    {"db", "people", "whole_world", "approved_world"},
    {"db", "people", "whole_world"},
    {"db", "people", "hidden_world", "held_room"},
    {"db", "people", "hidden_world"},
    {"db", "people", "shared_world"},
    {"db", "people"},
    {"db"},
]


class Item:
    """A test that uses these fixtures; `standing` of them are {name: what builds it}."""

    def __init__(self, fixtures, *markers, nodeid="tests/house/test_order.py::test", standing=None):
        self.fixturenames, self.markers, self.nodeid = list(fixtures), markers, nodeid
        of_pytest = {
            name: [SimpleNamespace(func=SimpleNamespace(builds=build))]
            for name, build in (standing or {}).items()
        }
        self._fixtureinfo = SimpleNamespace(name2fixturedefs=of_pytest)

    def get_closest_marker(self, name):
        return pytest.mark.slow if name in self.markers else None


@pytest.mark.parametrize(
    ("fixtures", "depth"),
    list(zip(LADDER, [NOTHING, APPROVED, WORLD, HELD, HIDDEN, SHARED, PEOPLE, NOTHING], strict=True)),
)
def test_a_test_stands_on_the_highest_layer_that_it_asks_for(fixtures, depth):
    assert depth_of(fixtures) == depth


def test_what_commits_comes_first_then_the_layers_from_the_highest_down_and_last_what_asks_no_database():
    slow = Item(set(), "slow")
    order = [Item(LADDER[0]), slow, *map(Item, LADDER[1:]), Item(set())]
    assert sorted(reversed(order), key=place) == order


def test_of_two_tests_on_the_same_layer_the_slow_one_begins():
    quick, slow = Item({"db", "people"}), Item({"db", "people"}, "slow")
    assert sorted([quick, slow], key=place) == [slow, quick]


def test_all_forms_are_found_before_any_other_slow_test_asks_for_some():
    found, others = (
        Item({"db", "people", "whole_world"}, "slow", nodeid=f"tests/{path}.py::test")
        for path in ("forms/test_every_form", "attack/test_fuzz")
    )
    assert sorted([others, found], key=place) == [found, others]


def test_tests_on_the_same_standing_fixture_come_one_after_another():
    def group(people):
        pass

    def case(people):
        pass

    fixtures = {"db", "people"}
    one, two, three = (
        Item(fixtures, standing={build.__name__: build}, nodeid=str(number))
        for number, build in enumerate((group, case, group))
    )
    assert sorted([one, two, three], key=place) == [two, one, three]
    assert builders_of(one) == [group] and builders_of(Item(LADDER[0], standing={"group": group})) == []


@pytest.fixture(scope="module")
def workers():
    """The workers that took a test of this file, as far as this one knows."""
    return []


@pytest.mark.parametrize("number", range(4))
def test_tests_that_share_what_their_file_makes_once_run_on_one_worker(workers, number):
    workers.append(number)
    assert workers == list(range(number + 1))  # on two workers some of these would be missing


def test_a_file_that_makes_nothing_for_all_of_its_tests_may_be_divided():
    assert makes_something_for_all_of_its_tests("tests/house/test_order.py")
    assert not makes_something_for_all_of_its_tests("tests/matrix/test_matrix.py")


def test_all_that_asks_for_every_form_runs_where_they_are_found_once():
    files = (
        "tests/forms/test_every_form.py",
        "tests/matrix/test_owner.py",
        "tests/drafts/test_every_form_is_kept.py",
    )
    assert all(map(asks_for_every_form, files)) and asks_for_every_form("tests/attack/test_fuzz.py")
    assert not asks_for_every_form("tests/forms/test_nothing_is_lost.py")


def test_all_rules_about_code_run_where_it_is_parsed_once():
    assert reads_all_code("tests/house/test_words.py") and reads_all_code("tests/house/test_arrows.py")
    assert not reads_all_code("tests/house/test_order.py")
    assert not reads_all_code("tests/frameworks/test_schemas.py")


def test_a_file_of_browser_tests_is_known_by_its_mark():
    assert drives_a_browser("tests/meetings/test_chair_screen.py")
    assert drives_a_browser("tests/accounts/test_passkey_in_chromium.py")
    assert not drives_a_browser("tests/house/test_order.py")


class Worker:
    """A worker of xdist, which notes the numbers of the tests that it is sent."""

    shutting_down = False
    gateway = SimpleNamespace(id="")

    def __init__(self):
        self.tests, self.done = [], 0

    def send_runtest_some(self, numbers):
        self.tests += numbers

    def shutdown(self):
        self.shutting_down = True


class Options:
    """What xdist's scheduler asks of pytest's options."""

    loadscopereorder = False
    option = property(lambda self: self)

    def getvalue(self, _):
        return ["popen"] * 3


@pytest.fixture(params=[5])
def queue(request):
    """(the scheduler, its three workers on three cores): the first five tests are of a browser, unless a test
    says another number; twelve others follow.
    """
    tests = [f"tests/meetings/test_chair_screen.py::test_{number}" for number in range(request.param)]
    tests += [f"tests/house/test_layers.py::test_{number}" for number in range(12)]
    scheduler, workers = Together(Options(), Producer("order", enabled=False)), [Worker() for _ in range(3)]
    scheduler.cores = 3
    for worker in workers:
        scheduler.add_node(worker)
    for worker in workers:
        scheduler.add_node_collection(worker, tests)
    scheduler.schedule()
    return scheduler, workers


def finish(scheduler, worker):
    """The worker ends the test that it is at, if it has one."""
    if worker.done < len(worker.tests):
        scheduler.mark_test_complete(worker, worker.tests[worker.done])
        worker.done += 1


def test_one_worker_at_a_time_drives_a_browser_and_keeps_at_it(queue):
    scheduler, workers = queue
    for _ in range(3):
        for worker in workers:
            finish(scheduler, worker)
    assert workers[0].tests == [0, 1, 2, 3, 4]
    assert min(workers[1].tests + workers[2].tests) == 5


def test_another_worker_drives_a_browser_when_nothing_else_is_left_to_do(queue):
    scheduler, (hangs, *others) = queue
    for _ in range(17):
        for worker in others:
            finish(scheduler, worker)
    assert hangs.tests == [0, 1]
    assert sorted(others[0].tests + others[1].tests) == list(range(2, 17))
    assert {2, 3, 4} == {number for worker in others for number in worker.tests[-3:]} & {2, 3, 4}


def test_once_no_browser_is_driven_the_next_worker_takes_one_of_its_tests_first(queue):
    scheduler, (first, second, _) = queue
    scheduler.remove_node(first)  # it crashed
    finish(scheduler, second)
    assert set(second.tests) & {0, 1}


@pytest.mark.parametrize("queue", [0, 3, 5], indirect=True)
def test_one_worker_more_than_cores_ends_with_the_tests_of_browsers(queue):
    scheduler, workers = queue
    scheduler.cores = 2
    for _ in range(17):
        for worker in workers:
            finish(scheduler, worker)
    assert sorted(number for worker in workers for number in worker.tests) == list(
        range(len(scheduler.collection))
    )
    assert all(worker.shutting_down for worker in workers)
    assert len(workers[0].tests) < min(len(worker.tests) for worker in workers[1:])


@pytest.mark.parametrize("queue", [5], indirect=True)
def test_of_many_tests_a_worker_takes_some_that_follow_one_another(queue, monkeypatch):
    scheduler, workers = queue
    monkeypatch.setattr("tests.order.MANY", 6)
    ahead = list(scheduler.workqueue)
    finish(scheduler, workers[1])
    names = [scheduler.collection[number] for number in workers[1].tests[2:]]
    assert names == [scope for scope in ahead if "layers" in scope][:6]
