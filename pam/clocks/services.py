"""Every write to clocks, as verbs. Each takes `actor`, a `visibility.Reader`; rows come from the gate.

Starting needs `contribute` on the record; who contributes changes what their own agency started.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.validation import optional_text, require_text
from pam.access.visibility import Reader
from pam.clocks.models import Clock
from pam.clocks.selectors import may_be_started, newer_version, next_clocks
from pam.frameworks.models import FrameworkVersion
from pam.records.models import Entry, Record
from pam.records.services import add_part, chronicle, save_part
from pam.reference.selectors.settings import setting
from pam.ui.dates import long_moment

EARLIEST = timedelta(days=366 * 10)  # a clock that began longer ago is a slip of the pen


@transaction.atomic
def start_clock(
    *,
    actor: Reader,
    record: Record,
    framework_version: FrameworkVersion,
    started_at: datetime,
    note: str = "",
    agencies: Iterable[int] | None = None,
    by_hand: bool = True,
) -> Clock:
    """Starts a clock on `record` from the moment `started_at`, for `agencies`; `note` says how it began.

    Raises PermissionDenied without `contribute`; Refused for a clock that is not in force for the record, or
    a start to come.
    """
    visibility.require(actor, record, Level.CONTRIBUTE)
    if not may_be_started(actor, record).filter(pk=framework_version.pk).exists():
        words = "Choose a clock that is in use for this record."
        raise Refused(words, code="not_in_force", field="framework_version")
    _require_moment(started_at, "started_at")
    row = Clock(framework_version=framework_version, started_at=started_at, by_hand=by_hand)
    row.event, row.note = framework_version.body["start"], optional_text(note, field="note")
    row.work_out()
    add_part(actor=actor, part=row, record=record, agencies=agencies, operation="start clock")
    _say(actor, row, f"started, due {long_moment(row.due)}", row.note, started_at)
    return row


def _require_moment(moment, field, *, after=None):
    now = timezone.now()
    if moment > now:
        raise Refused("The time cannot be in the future.", code="too_late", field=field)
    if moment < now - EARLIEST:
        raise Refused("The time cannot be more than 10 years ago.", code="too_early", field=field)
    if after is not None and moment < _minute(after):
        words = f"The time cannot be before the clock started, {long_moment(after)}."
        raise Refused(words, code="before_start", field=field)


def _minute(moment):
    """The minute as people type it."""
    return moment.replace(second=0, microsecond=0)


def _require_running(clock):
    if not clock.is_running:
        raise Refused("This clock has ended in the meantime.", code="not_running")


def _say(actor, clock, words, text="", at=None):
    """A line of the chronology for the same agencies as the clock."""
    chronicle(
        actor=actor,
        record=Record(pk=clock.record_id),
        kind=Entry.Kind.CLOCK,
        title=f"{clock.framework_version.name}: {words}",
        text=text,
        agencies=clock.agencies,
        happened_at=at,
    )


@transaction.atomic
def meet_clock(
    *,
    actor: Reader,
    clock: Clock,
    version: int,
    ended_at: datetime,
    reason: str = "",
    late_reason: str = "",
    then: Iterable[FrameworkVersion] = (),
) -> Clock:
    """Says that what the clock waits for was done at `ended_at`; `reason` says what was done. The clocks
    `then`, which begin with it (`next_clocks`), are started at that moment for the same agencies.

    After its due time `late_reason` is needed, unless it was given before. Raises PermissionDenied unless the
    actor may change it, Stale, or Refused: it has ended, the moment is to come or before its start, or one of
    `then` does not begin with it.
    """
    _require_running(clock)
    _require_moment(ended_at, "ended_at", after=clock.started_at)
    ended_at = max(ended_at, clock.started_at)  # typed to the minute
    late_reason = optional_text(late_reason, field="late_reason") or clock.late_reason
    if ended_at > clock.due:
        late_reason = require_text(late_reason, "Say why it was late.", field="late_reason")
        clock.late_reason = late_reason
    _end(actor, clock, Clock.State.MET, ended_at, optional_text(reason, field="reason"))
    save_part(actor=actor, part=clock, version=version, operation="meet clock")
    late = clock.is_late
    text = "\n".join(filter(None, [clock.reason, f"Late because: {late_reason}" if late else ""]))
    _say(actor, clock, "met late" if late else "met in time", text, ended_at)
    _go_on(actor, clock, list(then))
    return clock


def _go_on(actor, clock, versions):
    if not versions:
        return
    record = visibility.visible_to(actor, Record).get(pk=clock.record_id)
    offered = {row.pk for row in next_clocks(actor, clock, record)}
    for version in versions:
        if version.pk not in offered:
            words = "Choose clocks that begin when this one is met."
            raise Refused(words, code="not_next", field="then")
        start_clock(
            actor=actor,
            record=record,
            framework_version=version,
            started_at=clock.ended_at,
            agencies=clock.agencies,
        )


def _end(actor, clock, state, at, reason):
    clock.state, clock.ended_at, clock.reason = state, at, reason
    clock.ended_by_id, clock.recorded_at, clock.next_warning = actor.membership_id, timezone.now(), None


@transaction.atomic
def stop_clock(*, actor: Reader, clock: Clock, version: int, reason: str) -> Clock:
    """Stops a clock that no longer applies: it is neither met nor breached from then on. Raises as
    `meet_clock`; Refused without a reason.
    """
    _require_running(clock)
    reason = require_text(reason, "Say why it is stopped.", field="reason")
    _end(actor, clock, Clock.State.STOPPED, timezone.now(), reason)
    save_part(actor=actor, part=clock, version=version, operation="stop clock")
    _say(actor, clock, "stopped", reason)
    return clock


def may_restart(clock: Clock, agency_id: int) -> bool:
    """Whether a clock ended so short a while ago that its end can be taken back (a setting of the agency)."""
    hours = timedelta(hours=setting("clocks.undo_hours", agency_id))
    return clock.recorded_at is not None and timezone.now() <= clock.recorded_at + hours


@transaction.atomic
def restart_clock(*, actor: Reader, clock: Clock, version: int, reason: str) -> Clock:
    """Takes the end of a clock back: it runs on as if it had never ended. Raises PermissionDenied unless the
    actor may change it, Stale, or Refused: it runs, there is no reason, or it ended too long ago.
    """
    if clock.is_running:
        raise Refused("This clock runs already.", code="running")
    reason = require_text(reason, "Say why it runs on.", field="reason")
    if not may_restart(clock, actor.agency_id):
        words = "It ended too long ago to take that back. Start the clock again instead."
        raise Refused(words, code="too_long_ago")
    clock.state, clock.ended_at, clock.recorded_at, clock.reason = Clock.State.RUNNING, None, None, ""
    clock.ended_by = None
    clock.work_out()
    save_part(actor=actor, part=clock, version=version, operation="restart clock")
    _say(actor, clock, f"runs on, due {long_moment(clock.due)}", reason)
    return clock


@transaction.atomic
def correct_start(*, actor: Reader, clock: Clock, version: int, started_at: datetime, reason: str) -> Clock:
    """Gives a running clock the start that it really had; when it is due is worked out anew.

    The history keeps what was there. Raises as `meet_clock`; Refused without a reason, or for the same start.
    """
    _require_running(clock)
    reason = require_text(reason, "Say why the start was wrong.", field="reason")
    _require_moment(started_at, "started_at")
    if started_at.timestamp() == _minute(clock.started_at).timestamp():  # in zones too
        raise Refused("This is the start that it has.", code="the_same", field="started_at")
    before = clock.started_at
    clock.started_at = started_at
    clock.work_out()
    save_part(actor=actor, part=clock, version=version, operation="correct start of clock")
    words = f"start corrected to {long_moment(started_at)}, due {long_moment(clock.due)}"
    _say(actor, clock, words, f"It was {long_moment(before)}. {reason}")
    return clock


@transaction.atomic
def explain_late(*, actor: Reader, clock: Clock, version: int, late_reason: str) -> Clock:
    """Says why a running clock is late. Raises as `meet_clock`; Refused without words, or while it is in
    time.
    """
    _require_running(clock)
    late_reason = require_text(late_reason, "Say why it is late.", field="late_reason")
    if not clock.is_late:
        raise Refused("This clock is not late.", code="in_time")
    clock.late_reason = late_reason
    save_part(actor=actor, part=clock, version=version, operation="explain late clock")
    _say(actor, clock, "late", late_reason)
    return clock


@transaction.atomic
def take_newer_version(*, actor: Reader, clock: Clock, version: int, reason: str) -> Clock:
    """Moves a running clock to the version in force of its framework; when it is due is worked out anew.

    Raises as `meet_clock`; Refused without a reason or a newer version.
    """
    _require_running(clock)
    reason = require_text(reason, "Say why it moves to the newer version.", field="reason")
    found = newer_version(actor, clock)
    if found is None:
        raise Refused("There is no newer version in use.", code="no_newer_version")
    clock.framework_version = found
    clock.work_out()
    save_part(actor=actor, part=clock, version=version, operation="move clock to newer version")
    _say(actor, clock, f"{found.label}, due {long_moment(clock.due)}", reason)
    return clock
