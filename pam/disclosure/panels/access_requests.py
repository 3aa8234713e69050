"""What is shown on "My work" and on a record's Sharing page about closed doors."""

from pam.audit.services import Verb, log
from pam.disclosure.selectors import access_requests as access_request_selectors
from pam.disclosure.selectors import break_glass as break_glass_selectors

LIMIT = 10
LATEST = 3


def requests_of(request):
    """The panel of "My work": requests for access that wait for the reader, and the reader's own latest; or
    None.
    """
    waiting = access_request_selectors.waiting_for_me(LIMIT)
    mine = access_request_selectors.asked_by(request.reader, LATEST)
    if not waiting and not mine:
        return None
    if waiting:
        log(
            request.reader,
            Verb.CONSULTATION,
            "list",
            [row.record_id for row in waiting],
            detail="Requests for access",
        )
    return {"template": "disclosure/panel_requests.html", "waiting": waiting, "mine": mine}


def break_glass_panel(request):
    """The panel of "My work" about break-glass, or None.

    The person who may break the glass finds the way there and their own latest; a lead the openings of their
    records, an auditor those that wait for a mark. It is shown at the side without any.
    """
    reader = request.reader
    may, auditor = break_glass_selectors.may_break_glass(reader), reader.has_role("auditor")
    rows = break_glass_selectors.break_glass_uses_for(reader, auditor=auditor)[:LIMIT]
    if not (may or auditor or rows):
        return None
    return {
        "template": "disclosure/panel_break_glass.html",
        "may": may,
        "auditor": auditor,
        "rows": rows,
        "aside": not rows,
    }


def requests_about(request, record):
    """The panel of the Sharing page: the requests for access to `record`, newest first; None without any."""
    rows = access_request_selectors.about(record, LIMIT)
    return {"template": "disclosure/panel_sharing.html", "rows": rows} if rows else None
