"""Every URL × persona × method answers what the table says."""

import uuid

import pytest

from pam.access import visibility
from tests.matrix.requests import ask, leaks, newest_line, same_bytes, undone, unlogged, url_names, words
from tests.matrix.table import ACCOUNT_PAGES, PAGES
from tests.world.people import PERSONAS


def test_the_table_has_every_url_and_no_other():
    listed = [entry.name for entry in PAGES]
    assert sorted(ACCOUNT_PAGES.union(listed)) == sorted(set(url_names()))
    assert len(listed) == len(set(listed))


def answers(client, persona, world, *, after):
    """(method, page, target, response) of each page of the table, what it wrote taken back."""
    for entry in PAGES:
        if entry.after is not after:
            continue
        for target, kwargs in entry.addresses(world):
            for method in ("GET", "POST"):
                with undone():
                    since = newest_line()
                    response = ask(client, entry, kwargs, method)
                    response.unlogged = unlogged(world, words(response), since)
                yield method, entry, target, response


@pytest.fixture
def at_the_gate(monkeypatch):
    """The models that the gate was asked about. No page asks it for a person who is no reader: so the canary
    crawl with the gate taken away needn't go with them.
    """
    asked, visible_to = [], visibility.visible_to

    def noting(reader, model):
        asked.append(model)
        return visible_to(reader, model)

    monkeypatch.setattr(visibility, "visible_to", noting)
    return asked


@pytest.mark.slow
@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_answers_as_the_table_says_and_tells_no_canary(
    persona, world, sign_in, record_property, at_the_gate
):
    check(sign_in(persona), persona, world, record_property, after=False)
    assert bool(at_the_gate) == (world.people.reader(persona) is not None)


@pytest.mark.slow
@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_of_approved_minutes_answers_as_the_table_says(
    persona, approved_world, sign_in, record_property, at_the_gate
):
    check(sign_in(persona), persona, approved_world, record_property, after=True)
    assert approved_world.people.reader(persona) is not None or not at_the_gate


def check(client, persona, world, record_property, *, after):
    """Asks for every page of the table, before or after the minutes are made, and fails with all that is
    wrong.
    """
    wrong, asked = [], 0
    for method, entry, target, response in answers(client, persona, world, after=after):
        asked += 1
        want = entry.expected(persona, target, method)
        if response.status_code != want:
            wrong.append(f"{method} {entry.name} {target}: {response.status_code}, not {want}")
        if found := leaks(persona, words(response)):
            wrong.append(f"{method} {entry.name} {target} told {found}")
        if response.unlogged:
            wrong.append(
                f"{method} {entry.name} {target} showed {response.unlogged} and no line of the log says so"
            )
    record_property("requests", asked)
    assert not wrong, "\n".join(wrong)
    assert asked >= 2 * sum(entry.after is after for entry in PAGES)


def headers(response):
    """The headers of a response but for the clock's and the random number of the request."""
    return {name: value for name, value in response.items() if name not in {"Expires", "X-Request-ID"}}


def test_hidden_and_absent_are_the_same_404(world, sign_in):
    client, asked = sign_in("granted"), 0
    for entry in PAGES:
        for target, kwargs in entry.addresses(world):
            if (
                entry.who != "record"
                or target
                not in {
                    "hidden",
                    "private",
                    "police",
                    "other",
                    "told",
                    "requested",
                    "to answer",
                    "broken",
                    "broken before",
                    "given",
                    "matched",
                    "question",
                    "police asked",
                }
                or entry.get == 405
            ):
                continue
            hidden = ask(client, entry, kwargs, "GET")
            absent = ask(client, entry, {name: uuid.uuid4() for name in kwargs}, "GET")
            assert hidden.status_code == absent.status_code == 404, entry.name
            assert same_bytes(hidden) == same_bytes(absent), entry.name
            assert headers(hidden) == headers(absent), entry.name
            asked += 1
    assert asked > 50
