"""The order of the tests: none of them is run before a longer one, or on layers that were taken away."""

import pytest

from tests.layers import APPROVED, NOTHING, PEOPLE, WORLD
from tests.order import depth_of, place

LADDER = [
    {"transactional_db", "people"},
    {"db", "people", "whole_world", "approved_world"},
    {"db", "people", "whole_world"},
    {"db", "people"},
    {"db"},
]


class Item:
    """A test that uses these fixtures."""

    def __init__(self, fixtures, *markers):
        self.fixturenames, self.markers = list(fixtures), markers

    def get_closest_marker(self, name):
        return pytest.mark.slow if name in self.markers else None


@pytest.mark.parametrize(
    ("fixtures", "depth"), list(zip(LADDER, [NOTHING, APPROVED, WORLD, PEOPLE, NOTHING], strict=True))
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


def test_tests_that_share_what_a_file_makes_once_run_on_one_worker(request):
    made = next(item for item in request.session.items if item.nodeid.startswith("tests/house/test_order"))
    assert made.get_closest_marker("xdist_group") is None  # this file makes nothing for all of its tests
