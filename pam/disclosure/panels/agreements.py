"""What is shown on "My work" about agreements."""

from pam.disclosure.selectors import agreements as agreement_selectors
from pam.disclosure.selectors.receipts import latest_corrections, with_receipts

LIMIT = 5


def agreements_that_end(request):
    """The agreements that the reader looks after and that end soon."""
    return agreement_selectors.ending_for(request.reader)


def ending(request, rows):
    """The first of `rows`, agreements that end soon, the nearest end first; None without any."""
    rows = list(rows[: agreement_selectors.CHANGES])
    return {"template": "disclosure/panel_agreements.html", "rows": rows} if rows else None


def corrections(request):
    """The corrections of what may have been shared with the reader."""
    return latest_corrections(request.reader)


def corrected(request, rows):
    """The latest of `rows`, corrections of what was shared with the reader; None without any."""
    rows = with_receipts(request.reader, rows[:LIMIT])
    return {"template": "disclosure/panel_corrections.html", "rows": rows} if rows else None
