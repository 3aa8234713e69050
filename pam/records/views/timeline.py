"""The chronology of a year, a quarter or a month as a chart, with the same lines in a table."""

from datetime import date, datetime, time
from itertools import groupby
from zoneinfo import ZoneInfo

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Max, Min, Q
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pam.records.entry_kinds import entry_kind_choices
from pam.records.models import Record
from pam.records.selectors.audience import label_audiences
from pam.records.selectors.chronology import chronology_of
from pam.records.views.page import open_record, record_context
from pam.ui.dates import as_date, today
from pam.ui.time_chart import CLOSER, MONTH, YEAR, ZOOMS, period_of, time_chart

LONDON = ZoneInfo("Europe/London")
MOST = 500  # lines of one period
FEW = 20  # lines that need no parts


def timeline_context(request, rows):
    """What `records/parts/timeline.html` shows of `rows` (lines of chronologies through the gate): the period
    and the kind of line that the address asks for, its lines, the chart, and the addresses before, after,
    closer and of each kind that there is. Two queries.
    """
    asked = request.GET.get("kind", "")
    kind = asked if asked in dict(entry_kind_choices()) else ""
    only = Q(kind=kind) if kind else Q()
    known = rows.order_by().aggregate(
        first=Min("happened_at", filter=only or None),
        last=Max("happened_at", filter=only or None),
        kinds=ArrayAgg("kind", distinct=True, default=[]),
    )
    first, last = (as_date(known[name]) if known[name] else today() for name in ("first", "last"))
    period = period_of(request.GET.get("zoom", YEAR), _day(request.GET.get("at"), last))
    begin, end = (datetime.combine(day, time(), LONDON) for day in (period.first, period.end))
    found = rows.filter(only, happened_at__gte=begin, happened_at__lt=end).order_by("-happened_at", "-pk")
    entries = list(found[: MOST + 1])
    closer = CLOSER.get(period.zoom)

    def inside(day):
        return _address(closer, day, kind) if closer else f"#day-{day.isoformat()}"

    days = set()
    for entry in entries[:MOST]:
        day = as_date(entry.at)
        entry.first_of_day = "" if day in days else day.isoformat()
        days.add(day)
    events = [(entry.at, str(entry.get_kind_display())) for entry in entries[:MOST]]
    day = period.first if not period.first <= last < period.end else last
    return {
        "period": period,
        "entries": entries[:MOST],
        "months": _months(entries[:MOST], period),
        "capped": len(entries) > MOST,
        "most": MOST,
        "chart": time_chart(events, period, inside),
        "zooms": [(label, _address(zoom, day, kind), zoom == period.zoom) for zoom, label in ZOOMS],
        "earlier": _address(period.zoom, period.before, kind) if first < period.first else "",
        "later": _address(period.zoom, period.end, kind) if last >= period.end else "",
        "kinds": _kinds(period.zoom, period.first, kind, {*known["kinds"], kind}),
        "kind_words": dict(entry_kind_choices()).get(kind, ""),
    }


def _months(entries, period):
    """`entries`, newest first, as `records/parts/timeline.html` shows them: one part, or one for each month
    where a long period has many. The newest month is open at first, the others on a wide screen alone.
    """
    if len(entries) <= FEW or period.zoom == MONTH:
        return [{"words": period.words, "entries": entries}]
    months = []
    for first, found in groupby(entries, key=lambda entry: as_date(entry.at).replace(day=1)):
        rows = list(found)
        months.append(
            {
                "name": f"month-{first:%Y-%m}",
                "words": f"{first:%B %Y}",
                "note": f"{len(rows)} entr{'y' if len(rows) == 1 else 'ies'}",
                "opened": "wide" if months else "always",
                "entries": rows,
            }
        )
    return months


def _kinds(zoom, day, kind, there):
    """[(label, address, whether it is chosen)] of all kinds and of each that there is, by name."""
    own = sorted((label, code) for code, label in entry_kind_choices() if code in there)
    every = [("All kinds", ""), *own]
    return [(label, _address(zoom, day, code), code == kind) for label, code in every]


def _day(text, otherwise):
    """The day that an address names, if there is such a day, with a year on either side."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return otherwise
    return day if date.min.year + 1 < day.year < date.max.year - 1 else otherwise


def _address(zoom, day, kind):
    return f"?zoom={zoom}&at={day.isoformat()}" + (f"&kind={kind}" if kind else "")


@require_GET
def timeline(request, uuid):
    """The timeline of a record."""
    record = open_record(request, Record, uuid, operation="open timeline")
    context = record_context(request, record)
    shown = timeline_context(request, chronology_of(request.reader, record))
    label_audiences(shown["entries"], context["level"])
    return render(request, "records/timeline.html", context | shown)
