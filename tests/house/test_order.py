"""The order of the tests: none of them is run before a longer one, or on layers that were taken away."""

import pytest

from tests.layers import APPROVED, HIDDEN, NOTHING, PEOPLE, SHARED, WORLD
from tests.order import (
    asks_for_every_form,
    depth_of,
    makes_something_for_all_of_its_tests,
    place,
    reads_all_code,
)

LADDER = [
    {"transactional_db", "people"},
    {"db", "people", "whole_world", "approved_world"},
    {"db", "people", "whole_world"},
    {"db", "people", "hidden_world"},
    {"db", "people", "shared_world"},
    {"db", "people"},
    {"db"},
]


class Item:
    """A test that uses these fixtures."""

    def __init__(self, fixtures, *markers, nodeid="tests/house/test_order.py::test"):
        self.fixturenames, self.markers, self.nodeid = list(fixtures), markers, nodeid

    def get_closest_marker(self, name):
        return pytest.mark.slow if name in self.markers else None


@pytest.mark.parametrize(
    ("fixtures", "depth"),
    list(zip(LADDER, [NOTHING, APPROVED, WORLD, HIDDEN, SHARED, PEOPLE, NOTHING], strict=True)),
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
    files = ("tests/forms/test_every_form.py", "tests/drafts/test_every_form_is_kept.py")
    assert all(map(asks_for_every_form, files)) and asks_for_every_form("tests/attack/test_fuzz.py")
    assert not asks_for_every_form("tests/forms/test_nothing_is_lost.py")


def test_all_rules_about_code_run_where_it_is_parsed_once():
    assert reads_all_code("tests/house/test_words.py") and reads_all_code("tests/house/test_arrows.py")
    assert not reads_all_code("tests/house/test_order.py")
    assert not reads_all_code("tests/frameworks/test_schemas.py")
