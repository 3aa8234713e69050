"""How a clock reads: how long is left, how much of its time is used, what state it is in."""

from datetime import datetime, timedelta

from django.utils import timezone

from pam.clocks.models import Clock
from pam.frameworks.clocks import alarms, times
from pam.ui.dates import in_london, short_date

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
IN_TIME, SOON, LATE = "In time", "Due soon", "Breached"
COLOURS = {
    IN_TIME: "green",
    SOON: "orange",
    LATE: "red",
    "Met": "green",
    "Met late": "red",
    "Stopped": "grey",
}


def length_in_words(length: timedelta) -> str:
    """ "2 days 4 hours", "3 hours 5 minutes", "1 minute": the two largest units, real time."""
    minutes = max(0, int(length.total_seconds() // 60))
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    units = [(days, "day"), (hours, "hour")] if days else [(hours, "hour"), (rest, "minute")]
    said = [f"{n} {unit}{'' if n == 1 else 's'}" for n, unit in units if n]
    return " ".join(said) or "less than a minute"


def left_in_words(clock: Clock, now: datetime | None = None) -> str:
    """ "2 days 4 hours left", "3 hours late"; of one that ended: "met 2 hours late", "met in time"."""
    now = now or timezone.now()
    if clock.state == Clock.State.STOPPED:
        return "stopped"
    if clock.ended_at is not None:
        late = clock.ended_at - clock.due
        return f"met {length_in_words(late)} late" if late > timedelta(0) else "met in time"
    if now > clock.due:
        return f"{length_in_words(now - clock.due)} late"
    return f"{length_in_words(clock.due - now)} left"


def state_in_words(clock: Clock, now: datetime | None = None) -> str:
    """ "In time", "Due soon" (from its first warning on), "Breached", "Met", "Met late" or "Stopped"."""
    now = now or timezone.now()
    late = clock.was_late_at(now)
    if clock.state == Clock.State.STOPPED:
        return "Stopped"
    if clock.state == Clock.State.MET:
        return "Met late" if late else "Met"
    if late:
        return LATE
    return SOON if now >= clock.warn_from and clock.warn_from < clock.due else IN_TIME


def used_percent(clock: Clock, now: datetime | None = None) -> int:
    """How much of its time is gone, from 0 to 100."""
    whole = (clock.due - clock.started_at).total_seconds()
    used = ((clock.ended_at or now or timezone.now()) - clock.started_at).total_seconds()
    return 100 if whole <= 0 else max(0, min(100, round(100 * used / whole)))


def late_sentences(clock: Clock, now: datetime | None = None) -> list[str]:
    """What the file says of a running clock that is late, once each escalation has come."""
    now, body = now or timezone.now(), clock.framework_version.body
    if not clock.is_running:
        return []
    rows = body.get("escalate", ())
    told = [
        row for row in alarms(times(body, clock.started_at)) if row.kind == "escalation" and row.at <= now
    ]
    return [said for row in told if (said := rows[row.place].get("says"))]


def _short(moment):
    return f"{short_date(moment)}, {in_london(moment):%H:%M}"


def with_words(clocks: list[Clock]) -> list[Clock]:
    """The same clocks, each with `left`, `state_words`, `colour`, `used` and `due_short` as of one moment."""
    now = timezone.now()
    for clock in clocks:
        clock.left, clock.used = left_in_words(clock, now), used_percent(clock, now)
        clock.state_words = state_in_words(clock, now)
        clock.colour, clock.due_short = COLOURS[clock.state_words], _short(clock.due)
    return clocks
