"""What happens to records that other rooms may act on: rooms name their events and say when one happens.

A method (pam/frameworks) may name an event; a listener of a room above (pam/clocks) does what is to follow.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from pam.access.visibility import Reader
from pam.frameworks.kinds import register_names
from pam.records.models import Record


@dataclass(frozen=True)
class Event:
    """Something that can happen to a record: its `code` in frameworks, what people call it, and whether only
    people know of it (`by_hand`): pam notices the others by itself.
    """

    code: str
    label: str
    by_hand: bool = False


@dataclass(frozen=True)
class Happening:
    """That the event `code` happened to `record` at a moment, noticed while `actor` did something; for
    `agencies` alone (numbers; None: for all who can open the record).
    """

    actor: Reader
    record: Record
    code: str
    at: datetime
    agencies: tuple[int, ...] | None = None


_events: dict[str, Event] = {}
_families: dict[str, str] = {}
_apart: list[str] = []
Listener = Callable[[Happening], object]
Wants = Callable[[Reader, Record, str], bool]
_listeners: list[tuple[Listener, Wants | None]] = []


def register_event(code: str, label: str, *, by_hand: bool = False) -> None:
    """Makes an event known to frameworks; called by its room's AppConfig."""
    _events[code] = Event(code, label, by_hand)


def register_family(prefix: str, label: str) -> None:
    """Makes every event known whose code begins with `prefix`: what follows is a code that data brings along,
    for example a stage. `label` is what people call it, without that code. Called by its room's AppConfig.
    """
    _families[prefix] = label


def register_apart(prefix: str) -> None:
    """Says that what counts from an event whose code begins with `prefix` is kept by the room that calls
    this, and started on no record. Called by its AppConfig.
    """
    _apart.append(prefix)


def events_apart() -> tuple[str, ...]:
    """How the codes of such events begin."""
    return tuple(_apart)


def register_listener(listener: Listener, *, wants: Wants | None = None) -> None:
    """Calls `listener` with each `Happening`, in the transaction of what made it happen. Of many new records
    of one kind `wants(actor, record, code)` is asked once, of the first, whether the listener does anything
    with new ones.
    """
    _listeners.append((listener, wants))


def event_of(code: str) -> Event | None:
    """The event with this code, or None."""
    for prefix, label in _families.items():
        if code not in _events and code.startswith(prefix) and code != prefix:
            return Event(code, f"{label} “{code.removeprefix(prefix)}”")
    return _events.get(code)


def happened(
    *,
    actor: Reader,
    record: Record,
    code: str,
    at: datetime | None = None,
    agencies: Iterable[int] | None = None,
) -> None:
    """Says that the registered event `code` happened to `record`. Part of another verb, which asked for the
    level and logs. Raises KeyError for an event that no room registered.
    """
    if event_of(code) is None:
        raise KeyError(code)
    only = None if agencies is None else tuple(agencies)
    happening = Happening(actor, record, code, at or timezone.now(), only)
    for listener, _ in _listeners:
        listener(happening)


def happened_to_new(*, actor: Reader, records: Sequence[Record], code: str) -> None:
    """The same of records of one kind that were made just now, in one go."""
    if event_of(code) is None:
        raise KeyError(code)
    now = timezone.now()
    for listener, wants in _listeners:
        if wants is None or wants(actor, records[0], code):
            for record in records:
                listener(Happening(actor, record, code, now))


register_names("event", lambda: {event.code: event.label for event in _events.values()})
register_names("event_family", lambda: dict(_families))
