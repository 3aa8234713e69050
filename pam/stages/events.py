"""What a room above may hear: that a record reached a stage."""

from collections.abc import Callable, Mapping
from typing import Any

from pam.access.visibility import Reader
from pam.records.models import Record

Listener = Callable[[Reader, Record, Mapping[str, Any]], None]
_listeners: list[Listener] = []


def register_listener(listener: Listener) -> None:
    """Calls `listener(actor, record, stage)` in the transaction in which a record reaches a stage, its first
    one too; `stage` is the stage's row in the map ("code", "label" …). Called by a room's AppConfig.
    """
    _listeners.append(listener)


def tell_reached(actor: Reader, record: Record, stage: Mapping[str, Any]) -> None:
    """Tells the listeners."""
    for listener in _listeners:
        listener(actor, record, stage)
