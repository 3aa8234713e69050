"""What is shown on "My work" and on a record's Sharing page about closed doors."""

from pam.disclosure.selectors import access_requests as access_request_selectors
from pam.disclosure.selectors import break_glass as break_glass_selectors

LIMIT = 10
LATEST = 3


def own_requests(request):
    """The reader's own requests for access."""
    return access_request_selectors.asked_by(request.reader)


def requests_of(request, rows):
    """The panel of "My work": the latest of `rows`, the reader's own requests for access; or None."""
    rows = list(rows[:LATEST])
    return {"template": "disclosure/panel_requests.html", "rows": rows, "aside": True} if rows else None


def uses_of_break_glass(request):
    """The uses of break-glass that concern the reader."""
    return break_glass_selectors.break_glass_uses_for(
        request.reader, auditor=request.reader.has_role("auditor")
    )


def break_glass_panel(request, rows):
    """The panel of "My work" about break-glass, or None.

    The person who may break the glass finds the way there and their own latest; a lead the openings of their
    records, an auditor those that wait for a mark. It is shown at the side without any.
    """
    may, auditor = break_glass_selectors.may_break_glass(request.reader), request.reader.has_role("auditor")
    rows = list(rows[:LIMIT])
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
