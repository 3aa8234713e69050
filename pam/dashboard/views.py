"""My work: the first page after signing in."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from pam.audit.services import Verb, log
from pam.dashboard.opening import count_of, work_of
from pam.dashboard.selectors.waiting import MOST, Found, in_words, waiting_count
from pam.dashboard.selectors.work import may_add_to, my_work
from pam.records.quick_add import quick_adds
from pam.records.selectors.names import Name, names_for
from pam.ui.commands import new_records_for
from pam.ui.panels import panels_for


def home(request):
    """What waits for the reader, what they lead, what is on today, what was shared with them and opened by
    them.
    """
    reader = request.reader
    rows, numbers = work_of(request)
    found = Found(reader, show=request.GET.get("show", ""), found=rows)
    panels, work = panels_for(request), my_work(numbers)
    request.waiting_count = found.count
    names = names_for(reader, found.records | work.records)
    waiting = found.rows(names)
    shown = {row.record for row in waiting if row.record}
    shown |= {number for number in work.records if isinstance(names.get(number), Name)}
    log(reader, Verb.CONSULTATION, "list", sorted(shown), detail="My work")
    context = {
        "waiting": waiting,
        "figures": found.figures,
        "count": in_words(found.count),
        "more": found.more,
        "led": [
            (names[number], day) for number, day in work.led.items() if isinstance(names.get(number), Name)
        ],
        "opened": [number for number in work.opened if number in names],
        "shared": [share for share in work.shared if share.record in names],
        "names": names,
        "panels": panels,
        "signposts": work.signposts,
    }
    return render(request, "dashboard/home.html", context)


@require_GET
def add(request):
    """Where to add something: the records that the reader opened last and may add to, each with what can be
    added; and the new records that they may begin.
    """
    rows = may_add_to(request.reader, request.GET.get("record", ""))
    log(request.reader, Verb.CONSULTATION, "list", [row.pk for row in rows], detail="Add")
    for row in rows:
        row.kinds_to_add = quick_adds(row.kind)
    context = {"rows": rows, "new": new_records_for(request.reader)}
    return render(request, "dashboard/add.html", context)


def everything(request):
    """All that waits for the reader, up to a hundred rows."""
    found = Found(request.reader, most=MOST, show=request.GET.get("show", ""))
    request.waiting_count = found.count
    rows = found.rows(names_for(request.reader, found.records))
    numbers = sorted({row.record for row in rows if row.record})
    log(request.reader, Verb.CONSULTATION, "list", numbers, detail="Waiting for you")
    context = {
        "waiting": rows,
        "figures": found.figures,
        "count": in_words(found.count),
        "full": found.count >= MOST,
    }
    return render(request, "dashboard/waiting.html", context)


def count_in_header(request):
    """How many things wait for the reader of `request`, as the header shows it."""
    known = getattr(request, "waiting_count", None)  # by a page that shows them
    known = count_of(request) if known is None else known
    return in_words(waiting_count() if known is None else known)
