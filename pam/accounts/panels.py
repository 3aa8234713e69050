"""What stands on "My work" about one's own teams."""

from pam.accounts.services import team_reviews


def reviews_due(request):
    """The panel of "My work" for who manages a team whose review waits; or None."""
    rows = team_reviews.waiting_for(request.reader)
    return {"template": "accounts/panel_reviews.html", "rows": rows} if rows else None
