"""What a room above may hear: that a record reached a stage."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from pam.access.visibility import Reader
from pam.records.models import Record

Listener = Callable[[Reader, Record, Mapping[str, Any]], None]
OfNew = Callable[[Reader, Sequence[Record], Mapping[str, Any]], None]
_listeners: list[tuple[Listener, OfNew]] = []


def register_listener(listener: Listener, *, of_new: OfNew) -> None:
    """Calls `listener(actor, record, stage)` in the transaction in which a record reaches a stage; `stage` is
    the stage's row in the map ("code", "label" …). Of new records of one kind, which begin at it,
    `of_new(actor, records, stage)`. Called by a room's AppConfig.
    """
    _listeners.append((listener, of_new))


def tell_reached(actor: Reader, record: Record, stage: Mapping[str, Any]) -> None:
    """Tells the listeners."""
    for listener, _ in _listeners:
        listener(actor, record, stage)


def tell_begun(actor: Reader, records: Sequence[Record], stage: Mapping[str, Any]) -> None:
    """Tells the listeners of new records of one kind."""
    for _, of_new in _listeners:
        of_new(actor, records, stage)
