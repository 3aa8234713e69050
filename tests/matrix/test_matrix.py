"""Every URL × persona × method answers what the table says."""

import uuid
from contextlib import nullcontext

import pytest

from pam.access import visibility
from pam.access.kept_rows import KeptRows
from tests.matrix.requests import ask, leaks, newest_line, same_bytes, undone, unlogged, url_names, words
from tests.matrix.rules import FOR_ALL_METHODS, also_without_gate, methods
from tests.matrix.table import ACCOUNT_PAGES, PAGES
from tests.world.people import PERSONAS


def test_the_table_has_every_url_and_no_other():
    listed = [entry.name for entry in PAGES]
    assert sorted(ACCOUNT_PAGES.union(listed)) == sorted(set(url_names()))
    assert len(listed) == len(set(listed))


def test_the_whole_world_has_every_page(approved_world):
    missing = [entry.name for entry in PAGES if not entry.addresses(approved_world)]
    assert missing == []


class Gate:
    """The gate as pages reach it: `asked` are the models it was asked about, `away` lets everything by."""

    def __init__(self, monkeypatch):
        self.asked, self.away, self._visible_to = [], False, visibility.visible_to
        monkeypatch.setattr(visibility, "visible_to", self.visible_to)
        kept = KeptRows.statement
        monkeypatch.setattr(KeptRows, "statement", lambda rows: self.statement(rows, kept))

    def visible_to(self, reader, model):
        """Stands for `visibility.visible_to`."""
        self.asked.append(model)
        return model._default_manager.all() if self.away else self._visible_to(reader, model)

    def statement(self, rows, kept):
        """Stands for `KeptRows.statement`, which keeps what the gate said."""
        self.asked.append(rows)
        return rows._put_together() if self.away else kept(rows)


@pytest.fixture
def gate(monkeypatch):
    return Gate(monkeypatch)


def answers(client, persona, world, *, after):
    """(method, page, target, response) of each page of the table, what it wrote taken back."""
    since = newest_line()  # as what each page writes is taken back, all that is newer is the page's own
    for entry in PAGES:
        if entry.after is not after:
            continue
        addresses = entry.addresses(world)
        targets = [target for target, _ in addresses]
        for target, kwargs in addresses:
            for method in methods(entry, target, persona, targets):
                # What is refused writes nothing: if it did, it would not be answered so.
                refused = entry.expected(persona, target, method) in {403, 404, 405}
                with nullcontext() if refused else undone():
                    response = ask(client, entry, kwargs, method)
                    response.unlogged = unlogged(world, words(response), since)
                yield method, entry, target, kwargs, response


@pytest.mark.slow
@pytest.mark.usefixtures("no_count")
@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_answers_as_the_table_says_and_tells_no_canary(
    persona, world, sign_in, record_property, gate
):
    check(sign_in(persona), persona, world, record_property, gate, after=False)
    assert bool(gate.asked) == (world.people.reader(persona) is not None)


@pytest.mark.slow
@pytest.mark.usefixtures("no_count")
@pytest.mark.parametrize("persona", PERSONAS)
def test_every_page_of_approved_minutes_answers_as_the_table_says(
    persona, approved_world, sign_in, record_property, gate
):
    check(sign_in(persona), persona, approved_world, record_property, gate, after=True)
    assert approved_world.people.reader(persona) is not None or not gate.asked


def check(client, persona, world, record_property, gate, *, after):
    """Asks for every page of the table, before or after the minutes are made, and fails with all that is
    wrong. A page that asked the gate is asked again with the gate taken away: the second wall keeps the
    canaries. (One that did not ask it would be no other page without it.)
    """
    wrong, asked, reached = [], 0, 0
    for method, entry, target, kwargs, response in answers(client, persona, world, after=after):
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
        through_gate, reached = len(gate.asked) > reached, len(gate.asked)
        if through_gate and also_without_gate(entry, target, persona):
            if found := leaks(persona, words(without_gate(gate, client, entry, kwargs, method))):
                wrong.append(f"{method} {entry.name} {target} told {found} with the gate taken away")
            reached = len(gate.asked)
            asked += 1
    record_property("requests", asked)
    assert not wrong, "\n".join(wrong)
    pages = sum(entry.after is after for entry in PAGES)
    assert asked >= (pages if persona in FOR_ALL_METHODS else pages // 4)


def without_gate(gate, client, entry, kwargs, method):
    """The response of a page, a fault's too, while the gate lets everything by; what it wrote taken back."""
    gate.away, client.raise_request_exception = True, False
    try:
        with undone():
            return ask(client, entry, kwargs, method)
    finally:
        gate.away, client.raise_request_exception = False, True


def test_each_page_refuses_each_method_to_many_and_is_asked_by_many_without_the_gate(world):
    few = []
    for entry in PAGES:
        targets = [target for target, _ in entry.addresses(world)]
        for target in targets:
            refused = {
                method: [
                    persona
                    for persona in PERSONAS
                    if entry.expected(persona, target, method) in {403, 404}
                    and method in methods(entry, target, persona, targets)
                ]
                for method in ("GET", "POST")
                if entry.expected("owner", target, method) != 405
            }
            few += [
                f"{method} {entry.name} {target}: {who}"
                for method, who in refused.items()
                if 0 < len(who) < 3
            ]
            if entry.who == "record" and sum(also_without_gate(entry, target, p) for p in PERSONAS) < 4:
                few.append(f"{entry.name} {target} without the gate")
    assert not few, "\n".join(few)


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
                    "own view",
                    "referral",
                }
                or entry.get == 405
            ):
                continue
            hidden = ask(client, entry, kwargs, "GET")
            others = {name: old if isinstance(old, int) else uuid.uuid4() for name, old in kwargs.items()}
            absent = ask(client, entry, others, "GET")
            wanted = entry.expected("granted", target, "GET")  # 403 where a role is asked for first
            assert hidden.status_code == absent.status_code == wanted in {403, 404}, entry.name
            assert same_bytes(hidden) == same_bytes(absent), entry.name
            assert headers(hidden) == headers(absent), entry.name
            asked += 1
    assert asked > 50
