"""Referrals to lists: rooms that refer and rooms that keep lists find each other here."""

from datetime import date
from uuid import UUID

import pytest

from pam.caselists import registry
from pam.caselists.registry import Provider, Receiver, Referral


@pytest.fixture(autouse=True)
def empty(monkeypatch):
    monkeypatch.setattr(registry, "_providers", {})
    monkeypatch.setattr(registry, "_receivers", [])


def made(number, on):
    return Referral(UUID(int=number), "x", None, (), (), "", on, 1)


def provider(code, list_kind, *rows):
    return Provider(code, code, list_kind, lambda reader: list(rows), lambda *a: None, lambda *a: None)


def test_what_waits_for_a_kind_of_list_comes_oldest_first_from_every_room():
    late, early = made(1, date(2026, 3, 2)), made(2, date(2026, 3, 1))
    registry.register_provider(provider("a", "panel", late))
    registry.register_provider(provider("b", "panel", early))
    registry.register_provider(provider("c", "other", made(3, date(2026, 1, 1))))
    assert registry.waiting_for(None, "panel") == [early, late]


def test_a_referral_goes_to_the_room_that_keeps_the_list_chosen():
    got = []

    def keeper(code):
        return Receiver(
            lambda reader, kind: [(code, code)] if kind == "panel" else [],
            lambda actor, chosen, referral: got.append((chosen, referral)) or f"On {chosen}",
        )

    registry.register_receiver(keeper("first"))
    registry.register_receiver(keeper("second"))
    referral = made(1, date(2026, 3, 1))
    assert registry.list_choices(None, "panel") == [("first", "first"), ("second", "second")]
    assert registry.send(None, "panel", "second", referral) == "On second"
    assert got == [("second", referral)]


def test_a_list_that_takes_none_from_the_actor_takes_none():
    with pytest.raises(KeyError):
        registry.send(None, "panel", "hidden", made(1, date(2026, 3, 1)))
