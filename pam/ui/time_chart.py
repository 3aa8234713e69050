"""What happened when, as a chart: one line for each kind of event, a mark for each day or week with some.

Kinds are told apart by their line and its label, never by colour; the same is in a table below the chart.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pam.ui.dates import as_date, long_date, short_date

YEAR, QUARTER, MONTH = "year", "quarter", "month"
ZOOMS = ((YEAR, "Year"), (QUARTER, "Quarter"), (MONTH, "Month"))
MONTHS = {YEAR: 12, QUARTER: 3, MONTH: 1}
CLOSER = {YEAR: MONTH, QUARTER: MONTH}
WEEK = 7
WIDTH, LEFT, RIGHT, TOP, ROW, BOTTOM = 720, 172, 16, 10, 34, 30
SMALLEST, LARGEST = 5.0, 10.0  # radius of a mark


@dataclass(frozen=True)
class Period:
    """A year, a quarter or a month: its first day and the day after its last."""

    zoom: str
    first: date
    end: date

    @property
    def words(self) -> str:
        """ "2026", "October to December 2026", "November 2026"."""
        last = self.end - timedelta(days=1)
        if self.zoom == YEAR:
            return f"{self.first:%Y}"
        if self.zoom == QUARTER:
            return f"{self.first:%B} to {last:%B %Y}"
        return f"{self.first:%B %Y}"

    @property
    def before(self) -> date:
        """The last day before it."""
        return self.first - timedelta(days=1)


def period_of(zoom: str, day: date) -> Period:
    """The year, quarter or month (`zoom`) that `day` is in; the year for another word."""
    months = MONTHS.get(zoom, MONTHS[YEAR])
    start = (day.month - 1) // months * months
    end = date(day.year + (start + months) // 12, (start + months) % 12 + 1, 1)
    return Period(zoom if zoom in MONTHS else YEAR, date(day.year, start + 1, 1), end)


@dataclass(frozen=True)
class Mark:
    """Events of one kind in one day or week: where it is, how large, what it says and where it leads."""

    x: float
    y: float
    radius: float
    count: int
    words: str
    href: str


@dataclass(frozen=True)
class TimeChart:
    """All that `ui/time_chart.html` draws."""

    lanes: list[tuple[str, float]]
    marks: list[Mark]
    ticks: list[tuple[float, str]]
    summary: str
    height: int
    width: int = WIDTH
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP

    @property
    def bottom(self) -> int:
        """Where the lines end and the dates begin."""
        return self.height - BOTTOM


def time_chart(
    events: Iterable[tuple[date, str]], period: Period, href: Callable[[date], str] = lambda day: ""
) -> TimeChart | None:
    """The chart of [(day or moment, kind in words)] within `period`; None without any. `href` gives the
    address that the mark of a day (of a week: its first one with an event) leads to.
    """
    found: dict[str, dict[date, list[date]]] = defaultdict(lambda: defaultdict(list))
    for moment, kind in events:
        day = as_date(moment)
        if period.first <= day < period.end:
            found[kind][_bin(period, day)].append(day)
    if not found:
        return None
    lanes = {kind: TOP + ROW * place + ROW / 2 for place, kind in enumerate(sorted(found))}
    most = max(len(days) for bins in found.values() for days in bins.values())
    marks = [
        Mark(
            x=_x(period, begin + timedelta(days=WEEK / 2 if period.zoom == YEAR else 0.5)),
            y=lanes[kind],
            radius=_radius(len(days), most),
            count=len(days),
            words=_words(period, kind, min(days), max(days), len(days)),
            href=href(min(days)),
        )
        for kind in lanes
        for begin, days in sorted(found[kind].items())
    ]
    counts = {kind: sum(map(len, found[kind].values())) for kind in lanes}
    return TimeChart(
        lanes=[(kind, y) for kind, y in lanes.items()],
        marks=marks,
        ticks=[(_x(period, day), words) for day, words in _ticks(period)],
        summary=f"{period.words}: " + ", ".join(f"{kind} {count}" for kind, count in counts.items()) + ".",
        height=TOP + ROW * len(lanes) + BOTTOM,
    )


def _bin(period, day):
    """The first day of the period that one mark shows."""
    if period.zoom != YEAR:
        return day
    return period.first + timedelta(days=(day - period.first).days // WEEK * WEEK)


def _x(period, day):
    share = (day - period.first) / (period.end - period.first)
    return round(LEFT + min(share, 1) * (WIDTH - LEFT - RIGHT), 1)


def _radius(count, most):
    share = 0 if most == 1 else (count - 1) / (most - 1)
    return round(SMALLEST + share**0.5 * (LARGEST - SMALLEST), 1)


def _words(period, kind, first, last, count):
    days = long_date(first) if first == last else f"{short_date(first)} to {short_date(last)}"
    return f"{kind}, {days}" if count == 1 else f"{kind}: {count}, {days}"


def _ticks(period):
    """[(day, words)] below the chart: months of a year or a quarter, every fifth day of a month."""
    if period.zoom == MONTH:
        days = range(0, (period.end - period.first).days, 5)
        return [(day := period.first + timedelta(days=n), f"{day.day}") for n in days]
    day, ticks = period.first, []
    while day < period.end:
        ticks.append((day, f"{day:%b}"))
        day = period_of(MONTH, day).end
    return ticks
