"""What pam notices by itself: an event starts the clocks in force that name it, and meets those it ends."""

from django.utils import timezone

from pam.access import visibility
from pam.access.levels import Level
from pam.access.visibility import Reader
from pam.clocks.models import Clock
from pam.clocks.selectors import any_named, running_in, started_by
from pam.clocks.services import meet_clock, start_clock
from pam.records.happenings import Happening, event_of
from pam.records.models import Record

LATE = "Met after its due time, noticed by pam"


def on_happening(happening: Happening) -> list[Clock]:
    """Meets the running clocks that the event ends, then starts those that it starts; returns them all.

    A clock that is running already is not started twice. What the actor may not change waits for a person,
    and so does a clock for other agencies than those that may know of the event.
    """
    reader, record = happening.actor, happening.record
    level = visibility.level(reader, record)
    if level < Level.CONTRIBUTE:
        return []
    running = running_in(reader, record)
    met = [_meet(reader, row, happening.at) for row in running if _ended_by(happening, row, level)]
    left = {row.framework_version.code for row in running} - {row.framework_version.code for row in met}
    begun = [
        start_clock(
            actor=reader,
            record=record,
            framework_version=version,
            started_at=happening.at,
            agencies=happening.agencies,
            by_hand=False,
        )
        for version in started_by(reader, record, happening.code)
        if version.code not in left
    ]
    return [*met, *begun]


def begins_with(reader: Reader, record: Record, code: str) -> bool:
    """Whether a clock in force for the kind of a new record begins with an event, or ends with it: one may
    have begun just now.
    """
    return any_named(reader, record, code)


def _ended_by(happening, row, level):
    if row.stop_event != happening.code or happening.at < row.started_at:
        return False
    if happening.agencies is not None and not _within(row.agencies, happening.agencies):
        return False
    return visibility.may_change(happening.actor, row, level)


def _within(agencies, wider):
    """Whether a clock for `agencies` tells nobody else than `wider` of the event."""
    return agencies is not None and set(agencies) <= set(wider)


def _meet(reader, row, at):
    words = event_of(row.stop_event)
    return meet_clock(
        actor=reader,
        clock=row,
        version=row.version,
        ended_at=min(at, timezone.now()),
        reason=words.label if words else "",
        late_reason=LATE if at > row.due and not row.late_reason else "",
    )
