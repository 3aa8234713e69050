"""What is shown on "My work" about one's own teams."""

from pam.accounts.selectors import membership_requests
from pam.accounts.selectors import team_reviews as review_selectors


def reviews_due(request):
    """The panel of "My work" for the person who manages a team whose review waits; or None."""
    rows = review_selectors.waiting_for(request.reader)
    return {"template": "accounts/panel_reviews.html", "rows": rows} if rows else None


def requests_to_decide(request):
    """The panel of "My work" for the person who lets others into a team or confirms their roles; or None."""
    rows = membership_requests.to_decide(request.reader)
    return {"template": "accounts/panel_requests.html", "rows": rows} if rows else None
