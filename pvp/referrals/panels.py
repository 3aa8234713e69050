"""What "My work" shows about referrals."""

from pvp.referrals import selectors

LATEST = 3


def own_referrals(request):
    """The reader's own referrals."""
    return selectors.sent_by(request.reader)


def referrals_of(request, rows):
    """The panel of "My work": the latest of `rows`, the reader's own referrals; or None."""
    own = list(rows[:LATEST])
    return {"template": "pvp/referrals/panel.html", "own": own, "aside": True} if own else None
