"""What stands on "My work" about one's own teams."""

from . import reviews


def reviews_due(request):
    """The panel of "My work" for who manages a team whose review waits; or None."""
    rows = reviews.waiting_for(request.reader)
    return {"template": "people/panel_reviews.html", "rows": rows} if rows else None
