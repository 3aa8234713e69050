"""Moves in the small world: one that was made and one that waits for approval, whose texts carry a canary."""

from pam.access import visibility
from pam.stages import selectors, services


def add_moves(people, record, canary):
    """{"move": made, "move asked": one that waits} of a group that has no actions yet, by the owner."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        return {
            "move": _move(actor, record, "monitor", canary),
            "move asked": _move(actor, record, "archive", canary),
        }


def _move(actor, record, code, canary):
    row = selectors.own_row(actor, record)
    return services.make_move(
        actor=actor, record=row, version=row.version, move=code, reason=f"Seen at the wharf {canary}"
    )
