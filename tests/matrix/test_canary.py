"""The curious partner: every page, every link, every search, and no hidden canary; also with the gate away."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail

from pam.access import gate
from pam.actions import tasks
from tests.world.people import PERSONAS

from .asking import leaks, undone, words
from .table import PAGES

MOST_PAGES = 250
# What a curious person types: common words, beginnings of canaries, names, references.
GUESSES = ("wharf", "Sam", "Robin", "OCG-", "PVP-", "MTG-", "hidden", "can", "the", "%", "*:*", "' OR 1=1 --")
LINK = re.compile(r'(?:href|src|action)="(/[^"#]*)"')


def addresses(world):
    """Where the crawl begins: every page with every object, and every guess in the search."""
    from django.urls import reverse

    for entry in PAGES:
        for _, kwargs in entry.addresses(world):
            if entry.name not in {"account_logout"}:
                yield reverse(entry.name, kwargs={k: str(v) for k, v in kwargs.items()})
    for guess in GUESSES:
        yield f"{reverse('records:search')}?q={guess.replace('%', '%25').replace(' ', '+')}"
        for name in ("ocg:list", "pvp:list", "meetings:list", "actions:list"):
            yield f"{reverse(name)}?q={guess.replace('%', '%25').replace(' ', '+')}"


def crawl(client, persona, world):
    """Fetches from `addresses`, follows links on this host. Returns (leaks, number of pages)."""
    waiting, seen, found = list(addresses(world)), set(), []
    while waiting and len(seen) < MOST_PAGES:
        address = waiting.pop(0)
        if address in seen or address.startswith(("/static/", "/accounts/logout")):
            continue
        seen.add(address)
        with undone():
            response = client.get(address)
            told = words(response)
        found += [f"{address}: {canary}" for canary in leaks(persona, told)]
        if response.get("Content-Type", "").startswith("text/html"):
            waiting += [link.replace("&amp;", "&") for link in LINK.findall(told)]
        if location := response.get("Location", ""):
            waiting.append(urlsplit(location)._replace(scheme="", netloc="").geturl())
    return found, len(seen)


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_page_tells_a_hidden_canary(persona, approved_world, sign_in, record_property):
    found, pages = crawl(sign_in(persona), persona, approved_world)
    record_property("pages", pages)
    assert not found, "\n".join(found)
    assert pages > len(PAGES)


@pytest.mark.parametrize("persona", [p for p in PERSONAS if p != "owner"])
def test_no_page_tells_a_hidden_canary_with_the_gate_taken_away(persona, approved_world, sign_in, monkeypatch):
    monkeypatch.setattr(gate, "visible_to", lambda reader, model: model._default_manager.all())
    client = sign_in(persona)
    client.raise_request_exception = False
    found, pages = crawl(client, persona, approved_world)
    assert not found, "\n".join(found)
    assert pages > len(PAGES)


def test_the_crawl_finds_a_leak_when_there_is_one(world, sign_in, monkeypatch):
    from contextlib import nullcontext

    from pam.access import middleware

    monkeypatch.setattr(gate, "visible_to", lambda reader, model: model._default_manager.all())
    monkeypatch.setattr(middleware, "reading", lambda reader: nullcontext())
    client = sign_in("colleague")
    client.raise_request_exception = False
    found, _ = crawl(client, "colleague", world)
    assert any("canaryhidden" in line for line in found)
    assert any("canarypolice" in line for line in found)


def test_no_mail_tells_any_case_text(world):
    tasks.remind()
    assert mail.outbox
    for message in mail.outbox:
        told = f"{message.subject}\n{message.body}\n{message.message()}"
        assert "canary" not in told and world.ocg.reference not in told
