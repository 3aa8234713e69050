"""What is shown on "My work" and beside each record about keeping it."""

from datetime import timedelta

from pam.retention.selectors import disposal as disposal_selectors
from pam.retention.selectors import keeping as keeping_selectors
from pam.ui.dates import today

LIMIT = 5
SOON = timedelta(days=30)


def due_of(request):
    """The panel of "My work": records that the reader leads whose retention review is due within a month; or
    None.
    """
    reader = request.reader
    rows = keeping_selectors.kept_by(reader).filter(
        lead_id=reader.membership_id, retention_due__lte=today() + SOON
    )
    found = list(rows.order_by("retention_due", "pk")[: LIMIT + 1])
    return (
        {"template": "retention/panel_due.html", "rows": found[:LIMIT], "more": len(found) > LIMIT}
        if found
        else None
    )


def keeping_of(request, record):
    """The card beside a record, for the owning agency's people: group, next review, legal holds; None for
    others.
    """
    if record.agency_id != request.reader.agency_id:
        return None
    group, held_since = keeping_selectors.group_and_hold(record)
    return {"template": "retention/aside.html", "record": record, "group": group, "held_since": held_since}


def proposals_of(request):
    """The panel of "My work": disposals that the reader may decide; or None."""
    if not request.reader.has_role("supervisor"):
        return None
    rows = disposal_selectors.proposals_to_decide(LIMIT)
    return {"template": "retention/panel_proposals.html", "rows": rows} if rows else None
