"""How pam writes dates and times: "22 November 2026", "22 November 2026, 14:05", "3 days overdue"."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")
MONTHS = ("January February March April May June July August September October November December").split()


def in_london(moment):
    """Return the aware datetime `moment` on London's clock; a naive one is taken to be London's already."""
    return moment.replace(tzinfo=LONDON) if timezone.is_naive(moment) else moment.astimezone(LONDON)


def as_date(value):
    """Return the day in London of a date or datetime, None for None."""
    if isinstance(value, datetime):
        return in_london(value).date()
    return value


def today():
    """Return today's date in London."""
    return datetime.now(LONDON).date()


def long_date(value):
    """Return "22 November 2026" for a date or datetime."""
    day = as_date(value)
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(value):
    """Return "22 Nov 2026" for a date or datetime, for charts and narrow columns."""
    day = as_date(value)
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def long_moment(value):
    """Return "22 November 2026, 14:05" in London's time for a datetime, the day alone for a date.

    In the hour that the clocks show twice it says which: "25 October 2026, 01:30 BST".
    """
    if not isinstance(value, datetime):
        return long_date(value)
    local = in_london(value)
    twice = local.replace(fold=0).utcoffset() > local.replace(fold=1).utcoffset()
    return f"{long_date(local)}, {local:%H:%M}{f' {local:%Z}' if twice else ''}"


def _days(count):
    return "1 day" if count == 1 else f"{count} days"


def due_in_words(due, done=False):
    """Return (words, urgency) for a due date: ("3 days overdue", "overdue").

    Urgency is "overdue", "today", "soon" (a week or less), "later" or "none". `done` work is never overdue.
    """
    if due is None:
        return "No date set", "none"
    left = (as_date(due) - today()).days
    if done:
        return f"Was due {long_date(due)}", "none"
    if left < 0:
        return f"{_days(-left)} overdue", "overdue"
    if left == 0:
        return "Due today", "today"
    if left == 1:
        return "Due tomorrow", "soon"
    if left >= 2 * 365:
        return f"Due in {left // 365} years", "later"
    return f"Due in {_days(left)}", "soon" if left <= 7 else "later"


def ago_in_words(moment):
    """Return how long ago a date or datetime was: "today", "yesterday", "3 days ago", "22 November 2026".

    From a month on, and for the future, the date itself says more than a count.
    """
    days = (today() - as_date(moment)).days
    if days == 0:
        return "today"
    if days == 1:
        return "yesterday"
    if 1 < days <= 31:
        return f"{days} days ago"
    return long_date(moment)


def iso(value):
    """Return the machine-readable form of a date or datetime for <time datetime>."""
    if isinstance(value, datetime):
        return in_london(value).isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else ""
