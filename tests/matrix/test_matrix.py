"""Every URL × persona × method answers what the table says."""

import uuid
import zlib
from collections import defaultdict

import pytest

from tests.matrix.asking import check
from tests.matrix.requests import ask, same_bytes, url_names
from tests.matrix.rules import LEAST_REFUSED, also_without_gate, methods, reason
from tests.matrix.table import ACCOUNT_PAGES, PAGES
from tests.world.people import PERSONAS


def test_the_table_has_every_url_and_no_other():
    listed = [entry.name for entry in PAGES]
    assert sorted(ACCOUNT_PAGES.union(listed)) == sorted(set(url_names()))
    assert len(listed) == len(set(listed))


def test_the_whole_world_has_every_page(approved_world):
    missing = [entry.name for entry in PAGES if not entry.addresses(approved_world)]
    assert missing == []


@pytest.mark.slow
@pytest.mark.usefixtures("no_count")
@pytest.mark.parametrize("persona", [persona for persona in PERSONAS if persona != "owner"])
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


def test_each_page_refuses_for_each_reason_and_each_method_and_is_asked_without_the_gate(world):
    few = []
    for entry in PAGES:
        targets = tuple(target for target, _ in entry.addresses(world))
        refused, asked, without = defaultdict(set), defaultdict(set), 0
        for target in targets:
            for persona in PERSONAS:
                without += also_without_gate(entry, target, persona, targets)
                for method in ("GET", "POST"):
                    answer = entry.expected(persona, target, method)
                    if answer not in {403, 404}:
                        continue
                    why = reason(entry, target, persona)
                    refused[method].add(why)
                    if method in methods(entry, target, persona, targets):
                        asked[method].add(why)
        for why in set().union(*refused.values()) - set().union(*asked.values()):
            few.append(f"{entry.name}: nobody who is refused for {why!r}")
        for method, reasons in refused.items():
            if len(asked[method]) < min(LEAST_REFUSED - 1, len(reasons)):
                few.append(f"{entry.name} {method}: only {asked[method]}")
        if without < len(targets):
            few.append(f"{entry.name} without the gate")
    assert not few, "\n".join(few)


def headers(response):
    """The headers of a response but for the clock's and the random number of the request."""
    return {name: value for name, value in response.items() if name not in {"Expires", "X-Request-ID"}}


# What the granted partner may not see: of the police alone within what is shared, and what is hidden whole.
HIDDEN = {
    *("hidden", "private", "other", "told", "requested", "to answer", "broken", "broken before", "given"),
    *("matched", "question", "police asked", "own view", "referral"),
}


def hidden_addresses(entry, world):
    """Those of a page that hide something from the partner: what is kept from them within the shared record,
    and of what is hidden whole one in turn.
    """
    if entry.who != "record" or entry.get == 405:
        return []
    found = dict(entry.addresses(world))
    whole = [target for target in found if target in HIDDEN]
    turn = zlib.crc32(entry.name.encode())
    return [
        (t, found[t]) for t in ("police", *(whole[turn % len(whole) :][:1] if whole else ())) if t in found
    ]


@pytest.mark.slow
def test_hidden_and_absent_are_the_same_404(world, sign_in):
    client, asked = sign_in("granted"), 0
    for entry in PAGES:
        absent = None
        for target, kwargs in hidden_addresses(entry, world):
            others = {name: old if isinstance(old, int) else uuid.uuid4() for name, old in kwargs.items()}
            absent = absent or ask(client, entry, others, "GET")
            hidden = ask(client, entry, kwargs, "GET")
            wanted = entry.expected("granted", target, "GET")  # 403 where a role is asked for first
            assert hidden.status_code == absent.status_code == wanted in {403, 404}, entry.name
            assert same_bytes(hidden) == same_bytes(absent), entry.name
            assert headers(hidden) == headers(absent), entry.name
            asked += 1
    assert asked > 50
