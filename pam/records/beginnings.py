"""What happens when a record of any kind is made, as the rooms above say it."""

from collections.abc import Callable

from pam.access.visibility import Reader
from pam.records.models import Record

Step = Callable[[Reader, Record], None]
_before: list[Step] = []
_after: list[Step] = []


def register_beginning(*, before: Step, after: Step) -> None:
    """Calls `before(actor, record)` just before a new record is kept, `after` just after it; by an AppConfig.
    What `before` raises keeps the record from being made.
    """
    _before.append(before)
    _after.append(after)


def before_beginning(actor: Reader, record: Record) -> None:
    """What the rooms do with a record that is not kept yet."""
    for step in _before:
        step(actor, record)


def after_beginning(actor: Reader, record: Record) -> None:
    """What the rooms do once it is kept."""
    for step in _after:
        step(actor, record)
