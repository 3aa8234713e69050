"""Orders beside each record, and on the page of a person or place."""

from pam.access import visibility
from pam.access.levels import Level
from pam.orders.selectors import FEW, in_force_in, orders_of


def orders_of_record(request, record):
    """The card of the orders in force that end first; None without any."""
    rows = in_force_in(request.reader, record, FEW + 1)
    if not rows:
        return None
    return {
        "template": "orders/aside.html",
        "rows": rows[:FEW],
        "more": len(rows) > FEW,
        "record": record,
    }


def orders_of_subject(request, subjects):
    """The orders on one person, place or object in all records that the reader sees; with the way to add one
    for those who contribute to the first of `subjects`.
    """
    rows = orders_of(request.reader, subjects)
    may_add = visibility.level(request.reader, subjects[0]) >= Level.CONTRIBUTE
    if not rows and not may_add:
        return None
    return {"template": "orders/subject_panel.html", "rows": rows, "subject": subjects[0], "may_add": may_add}
