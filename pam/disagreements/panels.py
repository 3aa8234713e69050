"""Escalations and decisions not to share beside each record."""

from pam.disagreements.selectors import OPEN, STANDING


def disagreements_beside(request, record):
    """The card that says how many escalations are open and how many decisions not to share stand; None
    without any.
    """
    open_rows, standing = (len(rows(request.reader, record.pk)) for rows in (OPEN, STANDING))
    if not open_rows and not standing:
        return None
    return {
        "template": "disagreements/aside.html",
        "open": open_rows,
        "standing": standing,
        "record": record,
    }
