"""What is shown on "My work" about agreements."""

from pam.disclosure.selectors import agreements as agreement_selectors
from pam.disclosure.selectors.receipts import corrections_for

LIMIT = 5


def ending(request):
    """The agreements that the reader looks after and that end soon; None without any."""
    rows = agreement_selectors.ending_for(request.reader)
    return {"template": "disclosure/panel_agreements.html", "rows": rows} if rows else None


def corrected(request):
    """The latest corrections of what was shared with the reader; None without any."""
    rows = corrections_for(request.reader, LIMIT)
    return {"template": "disclosure/panel_corrections.html", "rows": rows} if rows else None
