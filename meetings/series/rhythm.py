"""On which day the next meeting of a series falls: of a rhythm, a day and the bank holidays."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from meetings.series.models import WEEKDAYS, MeetingSeries
from pam.frameworks.clocks import bank_holidays

Every, Holiday = MeetingSeries.Every, MeetingSeries.Holiday
FURTHEST = 400  # steps: a daily rhythm of a year ago comes to today
LAST = 5
NTH = ("first", "second", "third", "fourth", "last")
WEEKS = {Every.WEEKLY: 1, Every.FORTNIGHTLY: 2}


def is_working_day(day: date) -> bool:
    """Whether it is Monday to Friday and no bank holiday in England and Wales."""
    return day.weekday() < 5 and day not in bank_holidays("england-wales", day.year)


def next_day(series: MeetingSeries, last: date | None, today: date) -> date | None:
    """The day of the next meeting after `last` (None: there was none yet), today at the earliest; None where
    the rhythm says no day.
    """
    if series.every == Every.WHEN_NEEDED:
        return None
    planned = _first(series, today) if last is None else _after(series, last)
    for _ in range(FURTHEST):
        held = _moved(series, planned)
        if held >= today and (last is None or held > last):
            return held
        planned = _after(series, planned)
    return None


def _first(series, today):
    """The first day of the rhythm from `today` on."""
    if series.every == Every.MONTHLY and series.weekday is not None:
        planned = _in_month(series, today.year, today.month)
        return planned if _moved(series, planned) >= today else _after(series, planned)
    if series.weekday is None or series.every == Every.DAILY:
        return today
    return today + timedelta(days=(series.weekday - today.weekday()) % 7)


def _after(series, day):
    """The day of the rhythm that comes after `day`, which a holiday may have moved."""
    if series.every == Every.DAILY:
        return day + timedelta(days=1)
    if series.every == Every.MONTHLY:
        year, month = (day.year, day.month + 1) if day.month < 12 else (day.year + 1, 1)
        return _in_month(series, year, month, day.day)
    weeks = series.weeks if series.every == Every.WEEKS else WEEKS[Every(series.every)]
    later = day + timedelta(weeks=weeks or 1)
    if series.weekday is None:
        return later
    return later - timedelta(days=(later.weekday() - series.weekday + 3) % 7 - 3)  # the nearest such day


def _in_month(series, year, month, day=1):
    length = monthrange(year, month)[1]
    if series.weekday is None:
        return date(year, month, min(day, length))
    first = date(year, month, 1)
    first += timedelta(days=(series.weekday - first.weekday()) % 7)
    found = [one for n in range(LAST) if (one := first + timedelta(weeks=n)).month == month]
    return found[-1] if series.which == LAST else found[(series.which or 1) - 1]


def _moved(series, day):
    """The day on which a meeting planned for `day` is held."""
    step = {Holiday.BEFORE: -1, Holiday.AFTER: 1}.get(series.on_holiday)
    while step and not is_working_day(day):
        day += timedelta(days=step)
    return day


def working_days_before(day: date, count: int) -> date:
    """The day so many working days before `day`."""
    while count > 0:
        day -= timedelta(days=1)
        count -= is_working_day(day)
    return day


def in_words(series: MeetingSeries) -> str:
    """ "Every month, the first Tuesday, at 10:00; on a bank holiday the working day before"."""
    said = f"Every {series.weeks} weeks" if series.every == Every.WEEKS else str(Every(series.every).label)
    if series.weekday is not None and series.every not in (Every.DAILY, Every.WHEN_NEEDED):
        name = dict(WEEKDAYS)[series.weekday]
        which = NTH[(series.which or 1) - 1]
        said += f", the {which} {name}" if series.every == Every.MONTHLY else f", on {name}"
    if series.every != Every.WHEN_NEEDED:
        said += f", at {series.hour:%H:%M}"
    if series.on_holiday != Holiday.SAME and series.every != Every.WHEN_NEEDED:
        said += f"; on a bank holiday or weekend {Holiday(series.on_holiday).label.lower()}"
    return said


def of_kind(body: dict[str, Any]) -> dict[str, Any]:
    """What a kind of meeting proposes for a new series: {field: value}. The day is read from its words."""
    rhythm = body.get("rhythm", {})
    said = rhythm.get("day", "").lower()
    day = next((number for number, name in WEEKDAYS if name.lower() in said), None)
    nth = next((n for n, word in enumerate(NTH, 1) if word in said), None)
    return {
        "every": rhythm.get("every", Every.WHEN_NEEDED),
        "weeks": rhythm.get("weeks"),
        "weekday": day,
        "which": nth if day is not None else None,
        "on_holiday": rhythm.get("working-day", Holiday.SAME),
        "quorum": body.get("quorum", {}).get("people"),
        "reference_terms": body.get("terms-of-reference", ""),
    }
