"""What is shown on "My work" and on a record's Sharing page about closed doors."""

from pam.disclosure.selectors import access_requests as access_request_selectors
from pam.disclosure.selectors import break_glass as break_glass_selectors

LIMIT = 10
LATEST = 3


def requests_of(request):
    """The panel of "My work": the reader's own latest requests for access; or None."""
    rows = access_request_selectors.asked_by(request.reader, LATEST)
    return {"template": "disclosure/panel_requests.html", "rows": rows, "aside": True} if rows else None


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
