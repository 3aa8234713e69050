"""What happens when records of any kind are made, as the rooms above say it; of one kind, in one go."""

from collections.abc import Callable, Sequence
from typing import Any

from pam.access.errors import Refused
from pam.access.visibility import Reader
from pam.records.kinds import all_kinds, kind_of
from pam.records.models import Record
from pam.records.references import begun_reference
from pam.records.retention_groups import first_group

Step = Callable[[Reader, Sequence[Any]], None]
_before: list[Step] = []
_after: list[Step] = []


def register_beginning(*, before: Step, after: Step) -> None:
    """Calls `before(actor, records)` just before new records of one kind are kept, `after` just after it; by
    an AppConfig. What `before` raises keeps them from being made.
    """
    _before.append(before)
    _after.append(after)


def require_may_begin(actor: Reader, record: Record) -> None:
    """Raises Refused if the actor isn't in the owner team of a new record, or not cleared for its marking."""
    if record.team_id not in actor.team_ids:
        raise Refused("Choose a team that you belong to.", code="not_own_team", field="team")
    if record.marking > actor.clearance:
        raise Refused("You are not cleared for that marking.", code="not_cleared", field="marking")


def before_beginning(actor: Reader, records: Sequence[Record]) -> None:
    """Gives new records of one kind their kind, their reference and their retention group, and does what the
    rooms do with records that are not kept yet.
    """
    code = records[0].kind or _kind_code(records[0])
    group = None
    for record in records:
        record.kind, record.reference = code, begun_reference(kind_of(code).prefix)
        if record.retention_group_id is None:
            group = group or first_group(code, actor.agency_id)
            record.retention_group = group
    for step in _before:
        step(actor, records)


def _kind_code(record):
    return next(kind.code for kind in all_kinds() if kind.model == record._meta.label)


def after_beginning(actor: Reader, records: Sequence[Record]) -> None:
    """What the rooms do once they are kept."""
    for step in _after:
        step(actor, records)
