"""The card of clocks beside each record."""

from pam.clocks.selectors import FEW, first_running
from pam.clocks.words import with_words


def clocks_of_record(request, record):
    """The running clocks that are due first, and the way to all of them."""
    rows = first_running(request.reader, record, FEW + 1)
    return {
        "template": "clocks/aside.html",
        "rows": with_words(rows[:FEW]),
        "more": len(rows) > FEW,
        "record": record,
    }
