"""What a process keeps of many keys: asked once, anew after a while, never again of what never changes."""

import pytest

from pam.db import kept
from pam.db.kept import KeptBy, forget_all


class Asked:
    """Answers each key with itself doubled, and notes what it was asked; it has no answer to 0."""

    def __init__(self):
        self.keys = []

    def __call__(self, keys):
        self.keys += sorted(keys)
        return {key: 2 * key for key in keys if key}


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still; a test moves it by `clock.now += …`."""

    class Clock:
        now = 1000.0

        def monotonic(self):
            return self.now

    found = Clock()
    monkeypatch.setattr(kept, "time", found)
    return found


def test_a_key_is_asked_once_and_again_after_a_while(clock):
    ask = Asked()
    answers = KeptBy(ask)
    assert answers({1, 2}) == answers([1, 2]) == {1: 2, 2: 4}
    assert answers({2, 3}) == {2: 4, 3: 6} and ask.keys == [1, 2, 3]
    clock.now += kept.SECONDS + 1
    assert answers({1}) == {1: 2} and ask.keys == [1, 2, 3, 1]


def test_what_never_changes_is_not_asked_again(clock):
    ask = Asked()
    answers = KeptBy(ask, for_ever=True)
    answers({1})
    clock.now += 10 * kept.SECONDS
    assert answers({1}) == {1: 2} and ask.keys == [1]


def test_a_key_without_an_answer_is_asked_again_and_all_can_be_forgotten(clock):
    ask = Asked()
    answers = KeptBy(ask)
    assert answers({0, 1}) == answers({0, 1}) == {1: 2} and ask.keys == [0, 1, 0]
    forget_all()
    answers({1})
    assert ask.keys == [0, 1, 0, 1]


def test_no_more_than_so_many_answers_are_kept(clock, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 2)
    ask = Asked()
    answers = KeptBy(ask)
    assert answers({1, 2, 3}) == {1: 2, 2: 4, 3: 6}
    assert answers({1, 4}) == {1: 2, 4: 8}, "those that were asked for are answered all the same"
    answers({2})
    assert ask.keys == [1, 2, 3, 4, 2]
