"""What stands on "My work" about agreements."""

from . import reading


def ending(request):
    """The agreements that the reader looks after and that end soon; None without any."""
    rows = reading.ending_for(request.reader)
    return {"template": "agreements/panel.html", "rows": rows} if rows else None
