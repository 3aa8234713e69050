"""The curious partner: every page, every link, every search,
and no hidden canary; also with the gate away.
"""

import re
from dataclasses import fields
from urllib.parse import urlencode, urlsplit

import pytest
from django.core import mail
from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse

from pam.access.models import Grant
from pam.actions import tasks
from pam.clocks import tasks as clock_tasks
from tests.mail import send_digests, send_due_mail
from tests.matrix.requests import leaks, take_gate_away, undone, words
from tests.matrix.rules import GATE_MAKES_NO_DIFFERENCE, WHOLE
from tests.matrix.table import PAGES
from tests.matrix.view_alone import Views
from tests.world.people import PERSONAS

pytestmark = pytest.mark.slow
SEARCHED = ("ocg:list", "pvp:list", "meetings:list", "actions:list")
MOST_LINKS = 6  # pages that are found by their links alone
# What a curious person types: common words, beginnings of canaries, names, references.
GUESSES = ("wharf", "Sam", "Robin", "OCG-", "PVP-", "MTG-", "hidden", "can", "the", "%", "*:*", "' OR 1=1 --")
LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)"')


def addresses(world, room=""):
    """Every page with every object, or those of a room, but for signing out and for what is sent alone."""
    for entry in PAGES:
        if not entry.name.startswith(room) or entry.get == 405:
            continue
        for _, kwargs in entry.addresses(world):
            if entry.name not in {"account_logout"}:
                yield reverse(entry.name, kwargs={k: str(v) for k, v in kwargs.items()})


def guesses(persona, half):
    """Each guess in the box, or in the page of results or the own search of a list: in turn from persona to
    persona, so that the box is asked for each guess by half of them, and each place by two or more. Of what
    the pages are asked the one `half` is asked with the gate, the other without it.
    """
    places = ("search:results", *SEARCHED)
    for turn, guess in enumerate(GUESSES, PERSONAS.index(persona)):
        in_box = turn % 2
        if not in_box and (turn // 2 + half) % 2 and not WHOLE:
            continue
        name = "search:quick" if in_box else places[turn // 2 % len(places)]
        yield f"{reverse(name)}?{urlencode({'q': guess, 'narrow': 1})}"


def searched(persona):
    """A word in the page of results and in the own search of each list: one persona asks two of them."""
    at, places = PERSONAS.index(persona), ("search:results", *SEARCHED)
    for turn, name in enumerate(places, at):
        if WHOLE or turn % len(places) < 2:
            yield f"{reverse(name)}?q=wharf"


def crawl(get, persona, begin, enough=lambda found: False):
    """Gets each address of `begin`, then follows links on this host, until there are `enough` leaks.

    Returns (leaks, number of pages).
    """
    waiting, seen, found = list(begin), set(), []
    most = len(waiting) + MOST_LINKS
    while waiting and len(seen) < most and not enough(found):
        address = waiting.pop(0)
        if address in seen or address.startswith(("/static/", "/accounts/logout")):
            continue
        seen.add(address)
        with undone():
            response = get(address)
            told = words(response)
        found += [f"{address}: {canary}" for canary in leaks(persona, told)]
        if response.get("Content-Type", "").startswith("text/html"):
            waiting += [link.replace("&amp;", "&") for link in LINK.findall(told)]
        if location := response.get("Location", ""):
            waiting.append(urlsplit(location)._replace(scheme="", netloc="").geturl())
    return found, len(seen)


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_page_tells_a_hidden_canary(persona, approved_world, sign_in, record_property):
    """From the first page, a whole request, by links and guesses; the matrix asks for every address outright,
    and looks for canaries too. A reader's searches and links are asked of the views alone.
    """
    client, begin = sign_in(persona), ["/", *searched(persona), *guesses(persona, half=0)]
    if approved_world.people.reader(persona) is None or WHOLE:
        found, pages = crawl(client.get, persona, begin)
    else:
        with Views(client).asked() as ask_view:
            found, pages = crawl(
                lambda address: (client.get if address == "/" else ask_view)(address), persona, begin
            )
    record_property("pages", pages)
    assert not found, "\n".join(found)
    assert pages >= len(begin)


def test_a_superuser_is_to_gate_and_database_what_a_colleague_is(world):
    superuser, colleague = map(world.people.reader, ("superuser", "colleague"))
    police = {world.people.agencies["police"].principal_id}
    own = [set(reader.principals) - police for reader in (superuser, colleague)]
    assert all(len(principals) == 1 for principals in own)
    assert not Grant.objects.filter(group_id__in=set.union(*own)).exists()
    of_one_person = {"user_id", "membership_id", "name", "principals", "ticket"}
    assert {
        field.name
        for field in fields(superuser)
        if getattr(superuser, field.name) != getattr(colleague, field.name)
    } == of_one_person


def failing_softly(ask_view):
    """The function that tells nothing where a view fails, taken in by a row that the gate let by."""

    def get(address):
        try:
            with transaction.atomic():
                return ask_view(address)
        except Exception:
            return HttpResponse(status=500)

    return get


@pytest.mark.parametrize("persona", [p for p in PERSONAS if p not in GATE_MAKES_NO_DIFFERENCE])
def test_no_page_tells_a_hidden_canary_with_the_gate_taken_away(
    persona, approved_world, sign_in, monkeypatch, record_property
):
    """By links and guesses, and what a meeting has once its minutes are made: of these every fifth page of a
    persona, in turn. The matrix asks every page that reaches the gate without it, too. Of the views alone:
    what stands before them asks no gate.
    """
    take_gate_away(monkeypatch)
    of_meetings = list(addresses(approved_world, "meetings:"))[PERSONAS.index(persona) % 5 :: 5]
    begin = ["/", f"{reverse('search:results')}?q=wharf", *of_meetings, *guesses(persona, half=1)]
    with Views(sign_in(persona)).asked() as ask_view:
        found, pages = crawl(failing_softly(ask_view), persona, begin)
    record_property("pages", pages)
    assert not found, "\n".join(found)
    assert pages >= len(begin) - 10  # the same address may be in the table twice


def test_the_crawl_finds_a_leak_when_there_is_one(world, sign_in, monkeypatch):
    from contextlib import nullcontext

    from pam.access import middleware

    take_gate_away(monkeypatch)
    monkeypatch.setattr(middleware, "reading", lambda reader, **who: nullcontext())
    client = sign_in("colleague")
    client.raise_request_exception = False
    told = {"canaryhidden", "canarypolice"}

    def all_told(found):
        return told <= {line.rpartition(" ")[2] for line in found}

    found, _ = crawl(client.get, "colleague", addresses(world), enough=all_told)
    assert all_told(found)


def test_no_mail_tells_any_case_text(world):
    tasks.remind()
    clock_tasks.warn()
    send_due_mail()
    send_digests()
    assert any("clock" in message.body for message in mail.outbox)
    for message in mail.outbox:
        told = f"{message.subject}\n{message.body}\n{message.message()}"
        assert "canary" not in told
