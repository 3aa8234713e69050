"""The closing checklist beside a case file."""

from pam.access import visibility
from pam.access.levels import Level


def closing_beside(request, record):
    """The way to the checklist, for who manages an open case file; None else. What is missing is said beside
    the move to close it.
    """
    if record.kind != "pvp" or record.closed_at:
        return None
    if visibility.level(request.reader, record) < Level.MANAGE:
        return None
    return {"template": "pvp/closure/aside.html", "record": record}
