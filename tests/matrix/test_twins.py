"""Twin worlds: with and without the hidden rows a partner
gets the same bytes for the same number of queries.
"""

import os
import zlib
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from meetings.selectors import meetings
from pam.access.levels import Level
from pam.accounts.views import sign_in as sign_in_views
from pam.clocks import wall_views, words
from pam.db.kept import _every as every_kept
from pam.evidence import views as evidence_views
from pam.search import quick
from tests.matrix.requests import address_of, same_bytes, undone
from tests.matrix.rules import LEVEL, SEES
from tests.matrix.table import PAGES
from tests.matrix.view_alone import Views
from tests.world.world import add_hidden

pytestmark = pytest.mark.slow
GUESSES = ("wharf", "Sam", "Robin", "PVP-")


PARTNERS = (
    "granted",
    "signposted",
    "other_force",
    "sanitised",
)  # a colleague sees what a signposted one sees
REFUSED = 3  # one of so many


def addresses(world, persona):
    """(address, whether it is a record's or a part's) of what the partner may ask for: each page of a list,
    and each page of what is shared.

    Of those that `persona` is refused, some in turn: a refusal is the same bytes for what is hidden and what
    is absent (test_hidden_and_absent_are_the_same_404). What the partner with a grant opens, one of the
    others opens too, in turn.
    """
    for entry in PAGES:
        for target, kwargs in entry.addresses(world):
            visible = entry.who in {"reader"} or "granted" in SEES.get(target, ())
            turn = zlib.crc32(f"{entry.name} {target}".encode())
            if entry.expected(persona, target, "GET") in {403, 404}:
                asks = (turn + PARTNERS.index(persona)) % REFUSED == 0
            else:
                opened = entry.expected("granted", target, "GET") == 200
                asks = persona == "granted" or not opened or PARTNERS[1 + turn % 3] == persona
            if asks and visible and entry.get == 200 and entry.level <= max(Level.VIEW, LEVEL["granted"]):
                yield address_of(entry, kwargs), entry.who == "record"
    for guess in GUESSES:
        yield f"{reverse('search:results')}?q={guess}&narrow=1", False
        yield f"{reverse('search:quick')}?q={guess}", False
        yield f"{reverse('actions:list')}?q={guess}", False


def told_of(client, views, asked, tell):
    """{address: what `tell` says of it}. Of a record's pages the views are asked by themselves."""
    told = {address: tell(client.get, address) for address, of_record in asked if not of_record}
    with views.asked() as ask_view:
        return told | {address: tell(ask_view, address) for address, of_record in asked if of_record}


def tell(get, address):
    """(status, bytes, number of queries) of one request whose own log row is taken back."""
    asked = []

    def count(execute, sql, *rest):  # Django's own way writes each statement out with its values
        asked.append(sql)
        return execute(sql, *rest)

    with undone(), connection.execute_wrapper(count):
        response = get(address)
    return response.status_code, same_bytes(response), len(asked)


def kept_by_the_process():
    """How much pam keeps from page to page, and Django's content types. A cache that is forgotten here makes
    a page take fewer queries later on: it is then different, and the test says so.
    """
    answers = [kept._kept for kept in every_kept]
    return sum(len(one) for one in answers if one), len(ContentType.objects._cache.get("default", ()))


def tell_again(get, address):
    """What `tell` says; the second time, if the first one was what made the process keep something."""
    before, told = kept_by_the_process(), tell(get, address)
    return told if kept_by_the_process() == before else tell(get, address)


def first_difference(before, after):
    """Where two answers part, in a few words of each."""
    at = len(os.path.commonprefix([before, after]))
    return f"{before[max(at - 60, 0) : at + 60]} / {after[max(at - 60, 0) : at + 60]}"


@pytest.mark.parametrize("persona", PARTNERS)
def test_the_hidden_rows_change_neither_bytes_nor_queries(persona, shared_world, sign_in, monkeypatch):
    """Where the force does not say that a part of a meeting is withheld."""
    monkeypatch.setattr(sign_in_views, "seconds_left", lambda session, now: (1800, True))  # the clock's
    monkeypatch.setattr(quick, "WHILE", 10**12)  # the note of a typing says in which five minutes it began
    now = timezone.now()
    stopped = SimpleNamespace(now=lambda: now)
    # How long is left of a clock, as of when a wall shows it, when a PDF was made.
    for module in (words, wall_views, evidence_views):
        monkeypatch.setattr(module, "timezone", stopped)
    monkeypatch.setattr(meetings, "says_what_is_withheld", lambda meeting: False)
    world = shared_world
    client = sign_in(persona)
    asked, views = list(addresses(world, persona)), Views(client)
    without = told_of(client, views, asked, tell_again)
    add_hidden(world, other_force=persona != "other_force", signs=False)
    with_hidden, different = told_of(client, views, asked, tell), []
    for address, before in without.items():
        after = with_hidden[address]
        if before != after:
            different.append(
                f"{address}: {before[0]} {len(before[1])} bytes {before[2]} queries, then "
                f"{after[0]} {len(after[1])} bytes {after[2]} queries: "
                f"{first_difference(before[1], after[1])}"
            )
    assert not different, "\n".join(different)
    assert len(asked) > 20
