"""My work: the first page after signing in."""

from django.shortcuts import render
from django.views.decorators.http import require_GET

from pam.audit.services import Verb, log
from pam.dashboard.selectors import work
from pam.dashboard.selectors.waiting import MOST, SHOWN, in_words, waiting_count, waiting_rows
from pam.disclosure.selectors.signposts import signposts
from pam.records.selectors.names import Name
from pam.ui.commands import new_records_for
from pam.ui.panels import panels_for


def home(request):
    """What waits for the reader, what they lead, what is on today, what was shared with them and opened by
    them.
    """
    reader = request.reader
    waiting, panels = waiting_rows(reader), panels_for(request)
    records, opened, grants = (
        work.my_records(reader),
        work.recently_opened(reader),
        work.recently_shared(reader),
    )
    names = work.names_of(reader, opened, [grant.content_object_id for grant in grants])
    shown = (
        {row.record for row in waiting if row.record}
        | {record.pk for record in records}
        | {number for number, name in names.items() if isinstance(name, Name)}
    )
    log(reader, Verb.CONSULTATION, "list", sorted(shown), detail="My work")
    context = {
        "waiting": waiting,
        "more": len(waiting) >= SHOWN,
        "records": records,
        "opened": [number for number in opened if number in names],
        "grants": [grant for grant in grants if grant.content_object_id in names],
        "names": names,
        "panels": panels,
        "signposts": len(signposts()),
    }
    return render(request, "dashboard/home.html", context)


@require_GET
def add(request):
    """Where to add something: the records that the reader opened last and may add to, each with what can be
    added; and the new records that they may begin.
    """
    rows = work.may_add_to(request.reader, request.GET.get("record", ""))
    log(request.reader, Verb.CONSULTATION, "list", [row.pk for row in rows], detail="Add")
    return render(request, "dashboard/add.html", {"rows": rows, "new": new_records_for(request.reader)})


def everything(request):
    """All that waits for the reader, up to a hundred rows."""
    rows = waiting_rows(request.reader, most=MOST)
    numbers = sorted({row.record for row in rows if row.record})
    log(request.reader, Verb.CONSULTATION, "list", numbers, detail="Waiting for you")
    return render(request, "dashboard/waiting.html", {"waiting": rows, "full": len(rows) >= MOST})


def count_in_header(request):
    """How many things wait for the reader of `request`, as the header shows it."""
    return in_words(waiting_count(request.reader))
