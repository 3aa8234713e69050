"""Who changed a clock, and what. The clock came through the gate; its history has the same wall."""

from dataclasses import dataclass
from datetime import datetime

from pam.clocks.models import Clock
from pam.ui.dates import long_moment

LABELS = {
    "started_at": "Started",
    "framework_version_id": "Version",
    "due": "Due",
    "state": "State",
    "ended_at": "Ended",
    "reason": "What was done, or why stopped",
    "late_reason": "Why late",
}
LIMIT = 50


@dataclass(frozen=True)
class Change:
    """One save: when, by which person, and [(field, before, after)] (empty for the first)."""

    at: datetime
    by: str
    fields: list[tuple[str, str, str]]


def changes_of(clock: Clock) -> list[Change]:
    """The saves of a clock, newest first; one query."""
    rows = Clock.history.filter(id=clock.pk).select_related("history_user", "framework_version")
    rows = list(rows.order_by("-history_date", "-history_id")[: LIMIT + 1])
    pairs = zip(rows, [*rows[1:], None], strict=True)
    return [
        Change(row.history_date, row.history_user.name if row.history_user else "", _differences(before, row))
        for row, before in pairs
    ][:LIMIT]


def _differences(before, after):
    if before is None:
        return []
    return [
        (label, _words(before, name), _words(after, name))
        for name, label in LABELS.items()
        if getattr(before, name) != getattr(after, name)
    ]


def _words(row, name):
    value = getattr(row, name)
    if name == "framework_version_id":
        return row.framework_version.label
    if name == "state":
        return row.get_state_display()
    return long_moment(value) if isinstance(value, datetime) else value or ""
