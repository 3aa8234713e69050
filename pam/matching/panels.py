"""What is shown on "My work" about questions and matches, and on a record's Sharing page about matches."""

from pam.audit.services import Verb, log
from pam.matching import selectors as match_selectors

LIMIT = 6


def matches_of(request):
    """The panel of "My work": new matches of records that the reader leads; or None."""
    rows = match_selectors.matches_for(request.reader, LIMIT)
    if not rows:
        return None
    log(request.reader, Verb.CONSULTATION, "list", sorted({row.record_id for row in rows}), detail="Matches")
    return {"template": "matching/panel_matches.html", "rows": rows}


def matches_about(request, record):
    """The panel of the Sharing page: the matches of what `record` knows, newest first; None without any."""
    rows = match_selectors.about(record, LIMIT)
    return {"template": "matching/panel_about.html", "rows": rows} if rows else None
