"""My work: the first page after signing in."""

from django.shortcuts import render

from pam.audit.services import Verb, log
from pam.dashboard import selectors as work
from pam.disclosure.selectors.signposts import signposts
from pam.records.selectors.names import Name
from pam.ui.panels import panels_for


def home(request):
    """What the reader has to do, what they lead, what is on today, what was shared with them and opened by
    them.
    """
    reader = request.reader
    actions, more = work.my_actions(reader)
    records, opened, grants = (
        work.my_records(reader),
        work.recently_opened(reader),
        work.recently_shared(reader),
    )
    overdue, panels = work.overdue_count(reader), panels_for(request)
    names = work.names_of(
        reader,
        opened,
        [action.record_id for action in actions],
        [grant.content_object_id for grant in grants],
    )
    shown = (
        {action.record_id for action in actions}
        | {record.pk for record in records}
        | {number for number, name in names.items() if isinstance(name, Name)}
    )
    log(reader, Verb.CONSULTATION, "list", sorted(shown), detail="My work")
    context = {
        "actions": actions,
        "more_actions": more,
        "overdue": f"{overdue} overdue" if overdue else "",
        "records": records,
        "opened": [number for number in opened if number in names],
        "grants": [grant for grant in grants if grant.content_object_id in names],
        "names": names,
        "panels": panels,
        "signposts": len(signposts()),
    }
    return render(request, "dashboard/home.html", context)
