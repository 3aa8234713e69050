"""What stands on "My work" about agreements."""

from pam.access.receipts import corrections_for

from . import reading

MOST = 5


def ending(request):
    """The agreements that the reader looks after and that end soon; None without any."""
    rows = reading.ending_for(request.reader)
    return {"template": "agreements/panel.html", "rows": rows} if rows else None


def corrected(request):
    """The latest corrections of what was shared with the reader; None without any."""
    rows = corrections_for(request.reader, MOST)
    return {"template": "agreements/panel_corrections.html", "rows": rows} if rows else None
