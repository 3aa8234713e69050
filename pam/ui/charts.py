"""Geometry of the charts that the server draws: plain functions from figures to SVG coordinates."""

from dataclasses import dataclass
from datetime import timedelta

from pam.ui.dates import as_date, short_date

WIDTH, HEIGHT = 480, 230
LEFT, RIGHT, TOP, BOTTOM = 36, 98, 12, 38
LONGEST_LABEL = 10  # signs that fit beside a line, with its last figure


@dataclass
class Line:
    """One line of a chart: its name, its CSS number, its SVG path, its last point, its label's height."""

    name: str
    number: int
    path: str
    dots: list
    end: tuple
    label_y: float
    last: float

    @property
    def label(self):
        """Its name as far as there is room beside the line: what is after a colon, and not too long."""
        name = self.name.rsplit(": ", 1)[-1]
        return name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…"


@dataclass
class Chart:
    """All that `ui/score_chart.html` draws; `rows` is the same as a table: [(date, [value or None…])]."""

    lines: list
    levels: list
    days: list
    marks: list
    rows: list
    summary: str
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def score_chart(series, top=None, events=()):
    """Return the `Chart` of scores over time, each held until the next one, or None without any score.

    `series` is [(name, [(date, score), …]), …] or the same as dicts with `name` and `points`; `top` the
    highest score there can be (the highest there is, if left out); `events` [(date, words)] are marked below
    the lines, so that the work is beside the scores.
    """
    series = [(s["name"], s["points"]) if isinstance(s, dict) else s for s in series]
    series = [
        (name, sorted((as_date(day), score) for day, score in points)) for name, points in series if points
    ]
    if not series:
        return None
    events = sorted((as_date(day), words) for day, words in events)
    known = [day for _, points in series for day, _ in points] + [day for day, _ in events]
    first, last = min(known), max(known)
    if first == last:
        first -= timedelta(days=30)
    top = top or max(score for _, points in series for _, score in points) or 1

    def x(day):
        return round(LEFT + (day - first).days / (last - first).days * (WIDTH - LEFT - RIGHT), 1)

    def y(score):
        return round(HEIGHT - BOTTOM - score / top * (HEIGHT - TOP - BOTTOM), 1)

    lines = [_line(number, name, points, x, y) for number, (name, points) in enumerate(series, 1)]
    _part_labels(lines)
    steps = sorted({0, *(round(top * part / 4) for part in (1, 2, 3)), top})
    return Chart(
        lines=lines,
        levels=[(y(level), level) for level in steps],
        days=[(x(day), short_date(day), anchor) for day, anchor in _ticks(first, last)],
        marks=[(x(day), f"{short_date(day)}: {words}") for day, words in events],
        rows=_rows(series),
        summary=_summary(series),
    )


def _line(number, name, points, x, y):
    start = points[0]
    path = [f"M{x(start[0])} {y(start[1])}"]
    for day, score in points[1:]:
        path.append(f"H{x(day)}V{y(score)}")
    path.append(f"H{WIDTH - RIGHT}")
    end = (WIDTH - RIGHT, y(points[-1][1]))
    dots = [(x(day), y(score)) for day, score in points]
    return Line(name, number, "".join(path), dots, end, end[1] + 4, points[-1][1])


def _part_labels(lines, gap=18):
    """Move the labels at the lines' ends apart, so that none covers another."""
    last = TOP - gap
    for line in sorted(lines, key=lambda line: line.label_y):
        line.label_y = last = max(line.label_y, last + gap)
    over = last - (HEIGHT - BOTTOM + 8)
    if over > 0:
        for line in lines:
            line.label_y -= over


def _ticks(first, last):
    """Return [(date, text-anchor)] for the time axis: both ends and the middle."""
    middle = first + (last - first) / 2
    return [(first, "start"), (middle, "middle"), (last, "end")]


def _rows(series):
    days = sorted({day for _, points in series for day, _ in points})
    columns = [dict(points) for _, points in series]
    return [(day, [column.get(day) for column in columns]) for day in days]


def _summary(series):
    """Return the chart in a sentence: "Threat went from 40 to 62, the highest was 70."."""
    said = []
    for name, points in series:
        start, end = points[0][1], points[-1][1]
        highest = max(score for _, score in points)
        moved = f"{name} is {end}" if start == end else f"{name} went from {start} to {end}"
        said.append(f"{moved}, the highest was {highest}." if highest not in (start, end) else f"{moved}.")
    return " ".join(said)


def balance(counts):
    """Return (rows, gaps) of how actions are spread: rows with name, done, open, overdue, total, bars in per
    cent.

    `counts` maps the name of each strand, in order, to a number of actions or to a dict with `done`, `open`
    and `overdue` (overdue ones are not counted in open). The longest bar fills the width. `gaps` are the
    names of those without any action.
    """
    rows = []
    for name, value in counts.items():
        value = value if isinstance(value, dict) else {"open": value}
        parts = {part: value.get(part, 0) for part in ("done", "open", "overdue")}
        rows.append({"name": name, **parts, "total": sum(parts.values())})
    longest = max((row["total"] for row in rows), default=0) or 1
    for row in rows:
        start = 0
        row["bars"] = []
        for part in ("done", "open", "overdue"):
            width = round(row[part] / longest * 100, 2)
            if width:
                row["bars"].append((part, start, width))
            start = round(start + width, 2)
    return rows, [row["name"] for row in rows if not row["total"]]


SPARK_WIDTH, SPARK_HEIGHT, EDGE = 40, 16, 2


def sparkline(values, span):
    """Return ([(x, y)] of each value, in words how they went) for a chart within a line of text, or None for
    fewer than two values. A change of `span` fills its height: so that a small one looks small.
    """
    if len(values) < 2:
        return None
    step = (SPARK_WIDTH - 2 * EDGE) / (len(values) - 1)
    span = max(span, max(values) - min(values))
    lowest = (max(values) + min(values) - span) / 2
    points = [
        (
            round(EDGE + place * step, 1),
            round(SPARK_HEIGHT - EDGE - (value - lowest) / span * (SPARK_HEIGHT - 2 * EDGE), 1),
        )
        for place, value in enumerate(values)
    ]
    start, end = values[0], values[-1]
    went = "up" if end > start else "down"
    moved = f"{end}, no change" if start == end else f"{went} from {start} to {end}"
    return points, f"{moved} over {len(values)} scores"


@dataclass
class Bars:
    """All that `ui/month_chart.html` draws: `bars` (x, y, height, number), `levels` (y, number), `ticks` (x,
    words), `marks` (x, words); `width` is how wide a bar is. The table of the same is the page's own.
    """

    bars: list
    levels: list
    ticks: list
    marks: list
    bar: float
    summary: str
    width: int = 560
    height: int = 200
    left: int = 30
    right: int = 552
    top: int = 10
    bottom: int = 166


MOST_TICKS = 8


def month_bars(months, marks=(), thing="event"):
    """Return the `Bars` of [(first day of a month, number)], one after another without gaps, with [(day,
    words)] marked where they lie; None without any month.
    """
    if not months:
        return None
    chart = Bars([], [], [], [], 0, "")
    step = (chart.right - chart.left) / len(months)
    chart.bar = round(step * 0.72, 1)
    top = max(4, max(number for _, number in months))
    scale = (chart.bottom - chart.top) / top
    for place, (_, number) in enumerate(months):
        if number:
            tall = round(number * scale, 1)
            x = round(chart.left + place * step + (step - chart.bar) / 2, 1)
            chart.bars.append((x, round(chart.bottom - tall, 1), tall, number))
    chart.levels = [
        (round(chart.bottom - level * scale, 1), level) for level in sorted({0, round(top / 2), top})
    ]
    every = -(-len(months) // MOST_TICKS)
    for place, (first, _) in enumerate(months):
        if place % every == 0:
            chart.ticks.append((round(chart.left + (place + 0.5) * step, 1), f"{first:%b} {first:%y}"))
    places = {(first.year, first.month): place for place, (first, _) in enumerate(months)}
    for day, words in sorted(marks):
        place = places.get((day.year, day.month))
        if place is not None:
            share = (day.day - 0.5) / 31
            x = round(chart.left + (place + share) * step, 1)
            chart.marks.append((x, f"{short_date(day)}: {words}"))
    total, most = sum(number for _, number in months), max(months, key=lambda month: month[1])
    things = thing if total == 1 else f"{thing}s"
    chart.summary = f"{total} {things} in {len(months)} month{'s' if len(months) > 1 else ''}"
    chart.summary += f", the most in {most[0]:%B %Y}: {most[1]}." if total else "."
    return chart
