"""Escalations and decisions not to share beside each record."""

from pam.disagreements.selectors import decisions, escalations


def disagreements_beside(request, record):
    """The card that says how many escalations are open and how many decisions not to share stand; None
    without any.
    """
    reader = request.reader
    open_rows = escalations(reader).filter(record_id=record.pk, settled_on=None).order_by().count()
    standing = decisions(reader).filter(record_id=record.pk, ended_on=None).order_by().count()
    if not open_rows and not standing:
        return None
    return {
        "template": "disagreements/aside.html",
        "open": open_rows,
        "standing": standing,
        "record": record,
    }
