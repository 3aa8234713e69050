"""The kind *clock*: from an event to a moment, by one of three calendars. A pure engine.

*running*: hours and days of the wall clock in London. *working*: Monday to Friday less bank holidays.
*not-sundays*: every day but Sundays, Christmas Day, Good Friday and bank holidays. Which bank holidays is
data: of England and Wales, Scotland or Northern Ireland (the library `holidays`, which follows gov.uk).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from pam.frameworks.kinds import CODE, NAME, TEXT, Body, FrameworkKind, listed, names
from pam.frameworks.problems import Problem

LONDON = ZoneInfo("Europe/London")
UNITS = ("hours", "days", "months")
CALENDARS = {
    "running": "running time",
    "working": "working days (Monday to Friday, without bank holidays)",
    "not-sundays": "days without Sundays and bank holidays",
}
PARTS = {"england-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}
PERIOD: dict[str, Any] = {
    "type": "object",
    "properties": {unit: {"type": "integer", "minimum": 1, "maximum": 5000} for unit in UNITS},
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": False,
}
SCHEMA: dict[str, Any] = {
    "properties": {
        "start": {**CODE, "pattern": r"^[a-z][a-z0-9_.-]{0,59}$", "description": "The event that starts it."},
        "stop": {**CODE, "pattern": r"^[a-z][a-z0-9_.-]{0,59}$", "description": "The event that ends it."},
        "period": {**PERIOD, "description": "How long it runs."},
        "calendar": {"enum": list(CALENDARS)},
        "holidays": {"enum": list(PARTS), "description": "Left out: england-wales."},
        "first-day": {"enum": ["next", "same"], "description": "Which is day 1. Left out: the next."},
        "due": {"enum": ["end-of-day", "same-time"], "description": "For days and months."},
        "warn": {
            "type": "array",
            "items": PERIOD,
            "maxItems": 5,
            "description": "How long before it is due.",
        },
        "escalate": {
            "type": "array",
            "maxItems": 5,
            "items": {
                "type": "object",
                "properties": {"to": CODE, "after": PERIOD, "says": {**TEXT, "maxLength": 300}},
                "required": ["to"],
                "additionalProperties": False,
            },
        },
        "basis": {**NAME, "maxLength": 300, "description": "The law or guidance that sets it."},
    },
    "required": ["start", "period", "calendar"],
}


@dataclass(frozen=True)
class Times:
    """What a clock comes to: when it is due, when to warn (earliest first), and who is told when."""

    due: datetime
    warnings: tuple[datetime, ...]
    escalations: tuple[tuple[datetime, str], ...]


@dataclass(frozen=True)
class Alarm:
    """When people are told about a clock that still runs: before it is due ("warning"), when it is
    ("late"), or the people of the role `to` once it is ("escalation", row `place` of the file).
    """

    at: datetime
    kind: str
    to: str = ""
    place: int = 0


def alarms(found: Times) -> list[Alarm]:
    """Every moment at which people are told, earliest first: warnings, that it is due, escalations."""
    rows = [Alarm(at, "warning") for at in found.warnings]
    rows.append(Alarm(found.due, "late"))
    rows += [Alarm(at, "escalation", to, place) for place, (at, to) in enumerate(found.escalations)]
    order = ("warning", "late", "escalation")
    return sorted(rows, key=lambda row: (row.at, order.index(row.kind), row.place))


@lru_cache(maxsize=64)
def bank_holidays(part: str, year: int) -> frozenset[date]:
    """The bank holidays of a year in a part of the United Kingdom, with Good Friday and Christmas Day."""
    import holidays  # slow to import, and few processes need it

    return frozenset(holidays.country_holidays("GB", subdiv=PARTS[part], years=year))


def counts(body: Body, day: date) -> bool:
    """Whether a day counts in the clock's calendar."""
    if body["calendar"] == "running":
        return True
    off = bank_holidays(body.get("holidays", "england-wales"), day.year)
    last = 5 if body["calendar"] == "working" else 6
    return day.weekday() < last and day not in off


def times(body: Body, started: datetime) -> Times:
    """When a clock that was started at `started` (aware) is due, warns and escalates."""
    due = after(body, started, body["period"])
    warnings = sorted(_before(due, period) for period in body.get("warn", ()))
    told = [(_later(due, row.get("after")), row["to"]) for row in body.get("escalate", ())]
    return Times(due, tuple(one for one in warnings if one > started), tuple(told))


def after(body: Body, started: datetime, period: Mapping[str, int]) -> datetime:
    """The moment a period after `started`, in the clock's calendar.

    Hours are real hours, across the change of the clocks. In the two other calendars only hours of days that
    count go by. Days are counted from the day after (`first-day: same` counts the day itself), and end with
    the day unless `due: same-time`. A month ends on the same day of the month, or on its last day.
    """
    local = started.astimezone(LONDON)
    if "hours" in period:
        return _hours(body, started, period["hours"])
    if "months" in period:
        day = _on_counting_day(body, _months(local.date(), period["months"]))
    else:
        day = _days(body, local.date(), period["days"])
    at = local.time() if body.get("due") == "same-time" else time(23, 59, 59)
    return _at(day, at)


def _at(day, at):
    """A time of a day in London. A time that the clocks jump over is the moment they jump to."""
    local = datetime.combine(day, at.replace(tzinfo=None), LONDON)
    return local.astimezone(UTC).astimezone(LONDON)


def _hours(body, started, hours):
    if body["calendar"] == "running":
        return (started.astimezone(UTC) + timedelta(hours=hours)).astimezone(LONDON)
    left, now = timedelta(hours=hours), started.astimezone(UTC)
    while True:
        day = now.astimezone(LONDON).date()
        midnight = _at(day + timedelta(1), time(0)).astimezone(UTC)
        if counts(body, day):
            if left <= midnight - now:
                return (now + left).astimezone(LONDON)
            left -= midnight - now
        now = midnight


def _days(body, day, number):
    if body.get("first-day") == "same" and counts(body, day):
        number -= 1
    while number > 0:
        day += timedelta(1)
        number -= counts(body, day)
    return _on_counting_day(body, day)


def _on_counting_day(body, day):
    while not counts(body, day):
        day += timedelta(1)
    return day


def _months(day, number):
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(last, day.day))
        except ValueError:
            continue
    raise AssertionError("each month has a 28th")


def _before(due, period):
    if "months" in period:
        return _at(_months(due.astimezone(LONDON).date(), -period["months"]), due.astimezone(LONDON).time())
    return (due.astimezone(UTC) - timedelta(**period)).astimezone(LONDON)


def _later(due, period):
    if not period:
        return due
    if "months" in period:
        return _at(_months(due.astimezone(LONDON).date(), period["months"]), due.astimezone(LONDON).time())
    return (due.astimezone(UTC) + timedelta(**period)).astimezone(LONDON)


def in_words(body: Body) -> dict[str, str]:
    """Period and calendar as people read them."""
    roles, events = names("role"), names("event")
    late = [
        f"{roles.get(row['to'], row['to'])}{_after_words(row.get('after'))}"
        for row in body.get("escalate", ())
    ]
    return {
        "starts": _event_words(body["start"], events),
        "ends": _event_words(body.get("stop", ""), events),
        "late": ", ".join(late),
        "period": period_words(body["period"]),
        "calendar_words": CALENDARS[body["calendar"]],
        "warnings": ", ".join(period_words(period) for period in body.get("warn", ())),
    }


def _event_words(code, events):
    if code in events:
        return events[code]
    for prefix, label in names("event_family").items():
        if code.startswith(prefix):
            return f"{label} “{code.removeprefix(prefix)}”"
    return code.replace(".", ": ").replace("-", " ").replace("_", " ").capitalize()


def _after_words(period):
    return f" after {period_words(period)}" if period else ""


def period_words(period: Mapping[str, int]) -> str:
    """ "15 days", "1 hour"."""
    unit, number = next(iter(period.items()))
    return f"{number} {unit[:-1] if number == 1 else unit}"


def check(body: Body) -> Iterable[Problem]:
    """That something ends it, that its events are known, and that it warns before it is due and not before it
    starts.
    """
    events = names("event")
    for key in ("start", "stop"):
        if key in body and events and not _is_known(body[key], events):
            yield Problem((key,), f"No event is called “{body[key]}”: {listed(events)}.")
    if "stop" not in body:
        yield Problem(("stop",), "Nothing ends it: say which event does.")
    if body["calendar"] == "running" and "holidays" in body:
        yield Problem(("holidays",), "Running time has no holidays: take this away.")
    if "hours" in body["period"] and ("due" in body or "first-day" in body):
        key = "due" if "due" in body else "first-day"
        yield Problem((key,), "This is for days and months; hours are counted from the moment itself.")
    whole = _rough(body["period"])
    for place, period in enumerate(body.get("warn", ())):
        if _rough(period) >= whole:
            yield Problem(("warn", place), "It would warn before the clock starts.")
    roles = names("role")
    for place, row in enumerate(body.get("escalate", ())):
        if roles and row["to"] not in roles:
            yield Problem(("escalate", place, "to"), f"No role is called “{row['to']}”: {listed(roles)}.")


def _is_known(code, events):
    families = names("event_family")
    return code in events or any(code.startswith(prefix) and code != prefix for prefix in families)


def _rough(period):
    unit, number = next(iter(period.items()))
    return number * {"hours": 1, "days": 24, "months": 24 * 30}[unit]


def _words(body: Body) -> list[str]:
    return [body.get("basis", "")]


CLOCK = FrameworkKind(
    code="clock",
    name="Clock",
    plural="Clocks",
    meaning="How long something may take, by which calendar, when to warn, and who is told when it is late.",
    schema=SCHEMA,
    checks=(check,),
    blank={
        "start": "record.opened",
        "stop": "record.closed",
        "period": {"days": 7},
        "calendar": "working",
    },
    page="frameworks/kinds/clock.html",
    context=in_words,
    words=_words,
)
