"""What rooms above show beside the people, places and objects on a record's page."""

from collections.abc import Callable
from typing import Any

_attachments: list[Callable[..., None]] = []
_heads: list[Callable[..., dict | None]] = []


def register_head(head: Callable[..., dict | None]) -> None:
    """Adds a function of the reader and a record that gives what the head of each page about it shows:
    {"template": …, …} (included with the dict as `head`), or None; called by a room's AppConfig.
    """
    _heads.append(head)


def heads_of(reader: Any, record: Any) -> list[dict]:
    """What the registered functions have to show."""
    return [shown for head in _heads if (shown := head(reader, record))]


def register_attachment(attach: Callable[..., None]) -> None:
    """Adds a function of the reader and a list of subjects (through the gate) that gives each of them what
    the page shows beside it, in a constant number of queries; called by a room's AppConfig.
    """
    _attachments.append(attach)


def attach_to_subjects(reader: Any, subjects: list) -> None:
    """Gives each of `subjects` what the registered functions have."""
    for attach in _attachments:
        attach(reader, subjects)
