"""What is shown on a record's Sharing page about matches."""

from pam.matching import selectors as match_selectors

LIMIT = 6


def matches_about(request, record):
    """The panel of the Sharing page: the matches of what `record` knows, newest first; None without any."""
    rows = match_selectors.about(record, LIMIT)
    return {"template": "matching/panel_about.html", "rows": rows} if rows else None
