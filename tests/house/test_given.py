"""Objects that one test after another is given."""

import threading
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from tests.given import Given


@dataclass(frozen=True)
class Pair:
    """Holds two others, and can't be changed itself."""

    left: object
    right: list = field(default_factory=list)


def test_whatever_a_test_does_to_what_it_is_given_is_undone_for_the_next():
    person = SimpleNamespace(name="Ada", tags={"new"}, notes=[["first"]])
    pair = Pair(person, [person])
    given = Given({"pair": pair, "people": [person]})
    root = given.as_at_first()

    person.name, person.age = "Bea", 3
    person.tags.add("old")
    person.notes[0].append("second")
    pair.right.clear()
    root["more"] = root.pop("people")

    again = given.as_at_first()
    assert again["people"] == [person] and "more" not in again and again["pair"].right == [person]
    assert vars(person) == {"name": "Ada", "tags": {"new"}, "notes": [["first"]]}


def test_a_model_is_as_it_was_with_what_it_had_been_asked(whole_world, layers):
    group = whole_world.ocg
    title, state = group.title, dict(vars(group._state))
    group.title = "Another"
    group._state.adding = True
    group._state.fields_cache["anything"] = 1
    layers._open[-1].given.as_at_first()
    assert (group.title, group._state.adding) == (title, state["adding"])
    assert "anything" not in group._state.fields_cache


def test_what_hides_what_it_holds_cannot_be_given():
    with pytest.raises(TypeError, match="can't be given"):
        Given([threading.Lock()])
