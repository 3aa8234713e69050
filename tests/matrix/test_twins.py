"""Twin worlds: with and without the hidden rows a partner
gets the same bytes for the same number of queries.
"""

import os
import zlib
from functools import partial
from types import SimpleNamespace

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from meetings.selectors import meetings
from pam.access.levels import Level
from pam.accounts.views import sign_in as sign_in_views
from pam.clocks import wall_views
from pam.clocks import words as words_of_clocks
from pam.db.kept import _every as every_kept
from pam.evidence import views as evidence_views
from pam.search import quick
from tests.matrix.requests import address_of, leaks, newest_line, same_bytes, undone, unlogged, words
from tests.matrix.rules import LEVEL, SEES, WHOLE_IN_TURN, in_the_twins
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
    """(address, whether its view is asked by itself) of what the partner may ask for: each page of a list,
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
                yield address_of(entry, kwargs), entry.who == "record" or turn % WHOLE_IN_TURN > 0
    for guess in GUESSES:
        yield f"{reverse('search:results')}?q={guess}&narrow=1", False
        yield f"{reverse('search:quick')}?q={guess}", False
        yield f"{reverse('actions:list')}?q={guess}", False


def told_of(client, views, asked, tell):
    """{address: what `tell` says of it}. Of a record's pages, and of most others, the views are asked by
    themselves.
    """
    told = {address: tell(client.get, address) for address, of_view in asked if not of_view}
    with views.asked() as ask_view:
        return told | {address: tell(ask_view, address) for address, of_view in asked if of_view}


def tell(get, address, look=None):
    """(status, bytes, number of queries) of one request whose own log row is taken back. `look`, if there is
    one, looks at the response before that.
    """
    asked = []

    def count(execute, sql, *rest):  # Django's own way writes each statement out with its values
        asked.append(sql)
        return execute(sql, *rest)

    with undone():
        with connection.execute_wrapper(count):
            response = get(address)
        if look:
            look(address, response)
    return response.status_code, same_bytes(response), len(asked)


def kept_by_the_process():
    """How much pam keeps from page to page, and Django's content types. A cache that is forgotten here makes
    a page take fewer queries later on: it is then different, and the test says so.
    """
    answers = [kept._kept for kept in every_kept]
    return sum(len(one) for one in answers if one), len(ContentType.objects._cache.get("default", ()))


def tell_again(get, address, look):
    """What `tell` says; the second time, if the first one was what made the process keep something."""
    before, told = kept_by_the_process(), tell(get, address, look)
    return told if kept_by_the_process() == before else tell(get, address)


def shared_pages(world, persona):
    """The addresses that the matrix leaves to the twin worlds: they answer 200, tell no canary that the
    persona may not read, and a line of the log says what they show.
    """
    return [
        address_of(entry, kwargs)
        for entry in PAGES
        for target, kwargs in entry.addresses(world)
        if in_the_twins(entry, target, persona)
    ]


def looker(world, persona, opens, wrong):
    """The function that puts into `wrong` what the matrix would find in an answer. `opens`: see above."""
    since = newest_line()

    def look(address, response):
        told = words(response)
        if address in opens and response.status_code != 200:
            wrong.append(f"{address}: {response.status_code}, not 200")
        if found := leaks(persona, told):
            wrong.append(f"{address} told {found}")
        if found := unlogged(world, told, since):
            wrong.append(f"{address} showed {found} and no line of the log says so")

    return look


def first_difference(before, after):
    """Where two answers part, in a few words of each."""
    at = len(os.path.commonprefix([before, after]))
    return f"{before[max(at - 60, 0) : at + 60]} / {after[max(at - 60, 0) : at + 60]}"


@pytest.mark.parametrize("persona", PARTNERS)
def test_the_hidden_rows_change_neither_bytes_nor_queries(persona, shared_world, sign_in, monkeypatch):
    """Where the force does not say that a part of a meeting is withheld. What the matrix leaves to this is
    looked at in the one world, or in the other, if it is there alone.
    """
    monkeypatch.setattr(sign_in_views, "seconds_left", lambda session, now: (1800, True))  # the clock's
    monkeypatch.setattr(quick, "WHILE", 10**12)  # the note of a typing says in which five minutes it began
    now = timezone.now()
    stopped = SimpleNamespace(now=lambda: now)
    # How long is left of a clock, as of when a wall shows it, when a PDF was made.
    for module in (words_of_clocks, wall_views, evidence_views):
        monkeypatch.setattr(module, "timezone", stopped)
    monkeypatch.setattr(meetings, "says_what_is_withheld", lambda meeting: False)
    world = shared_world
    client = sign_in(persona)
    asked, views = list(addresses(world, persona)), Views(client)
    different, opens = [], set(shared_pages(world, persona))
    look = looker(world, persona, opens, different)
    without = told_of(client, views, asked, partial(tell_again, look=look))
    add_hidden(world, other_force=persona != "other_force", signs=False)
    with_hidden = told_of(client, views, asked, tell)
    rest = set(shared_pages(world, persona)) - without.keys()
    look = looker(world, persona, rest, different)
    told_of(client, views, [(address, True) for address in rest], partial(tell, look=look))
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
