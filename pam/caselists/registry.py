"""Referrals to lists: a room that refers registers a `Provider`, a room that keeps lists a `Receiver`.

A list gets what a `Referral` holds and nothing else: who it is about, the criteria, the reason. Never the
record that it came from.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from pam.access.visibility import Reader
from pam.records.models import Record


@dataclass(frozen=True)
class Head:
    """A person that a referral is about: `part` is what they are in it ("Victim"), `born` as far as it is
    known, in words; "" if it is not. `subject` is their row in the record that refers.
    """

    name: str
    part: str
    born: str
    subject: UUID


@dataclass(frozen=True)
class Criterion:
    """A criterion that is met: its code, what it is called, the sentence that says by which dated rule."""

    code: str
    label: str
    rule: str


@dataclass(frozen=True)
class Referral:
    """What a list is given. `record` is for the reader who may open it alone; `agencies` are those that the
    referral is for (numbers; None: all who can open the record). `repeat_of` is the day of the last one.
    """

    uuid: UUID
    provider: str
    record: Record
    heads: tuple[Head, ...]
    criteria: tuple[Criterion, ...]
    reason: str
    referred_on: date
    agency: int
    agencies: tuple[int, ...] | None = None
    repeat_of: date | None = None


@dataclass(frozen=True)
class Provider:
    """Where referrals come from. `list_kind` is the code of the lists that they go to ("marac").

    `waiting(reader)` gives those that `reader` may see and that no list has taken, oldest first and at most
    200, in a constant number of queries; `get(reader, uuid)` one of them, or None where it is hidden or
    absent. `taken(actor, uuid, words)` keeps that a list has it, `words` saying which ("On the list of 3 May
    2026"); it raises PermissionDenied unless the actor may contribute to the record. `heard(actor, uuid,
    words, on)` keeps that the list heard it on that day, and has the room chase that the person is told; it
    is asked only of who may see the record, and None where nothing is chased.
    """

    code: str
    label: str
    list_kind: str
    waiting: Callable[[Reader], list[Referral]]
    get: Callable[[Reader, UUID], Referral | None]
    taken: Callable[[Reader, UUID, str], object]
    heard: Callable[[Reader, UUID, str, date], object] | None = None


@dataclass(frozen=True)
class Receiver:
    """Who keeps lists of a kind. `choices(reader, list_kind)` gives [(code, label)] of the lists that take
    referrals by `reader`; `receive(actor, code, referral)` puts one there, in the transaction of the
    referral, and returns the words for `Provider.taken`. Raises Refused where that list takes no more.
    """

    choices: Callable[[Reader, str], list[tuple[str, str]]]
    receive: Callable[[Reader, str, Referral], str]


_providers: dict[str, Provider] = {}
_receivers: list[Receiver] = []


def register_provider(provider: Provider) -> None:
    """Makes known where referrals come from; called by the room's AppConfig."""
    _providers[provider.code] = provider


def register_receiver(receiver: Receiver) -> None:
    """Makes known who keeps lists; called by the room's AppConfig."""
    _receivers.append(receiver)


def provider_named(code: str) -> Provider | None:
    """The provider with this code, or None."""
    return _providers.get(code)


def waiting_for(reader: Reader, list_kind: str) -> list[Referral]:
    """What waits for lists of this kind and `reader` may see, oldest first."""
    found = [one for it in _providers.values() if it.list_kind == list_kind for one in it.waiting(reader)]
    return sorted(found, key=lambda one: (one.referred_on, str(one.uuid)))


def list_choices(reader: Reader, list_kind: str) -> list[tuple[str, str]]:
    """[(code, label)] of the lists that take referrals by `reader`."""
    return [choice for receiver in _receivers for choice in receiver.choices(reader, list_kind)]


def send(actor: Reader, list_kind: str, code: str, referral: Referral) -> str:
    """Puts `referral` on the list with this code; returns what to say of it. Part of another verb.

    Raises KeyError for a list that takes none from `actor`, or Refused as the receiver does.
    """
    for receiver in _receivers:
        if any(code == known for known, _ in receiver.choices(actor, list_kind)):
            return receiver.receive(actor, code, referral)
    raise KeyError(code)
