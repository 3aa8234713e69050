"""What is shown beside each record about keeping it."""

from pam.retention.selectors import keeping as keeping_selectors


def keeping_of(request, record):
    """The card beside a record, for the owning agency's people: group, next review, legal holds; None for
    others.
    """
    if record.agency_id != request.reader.agency_id:
        return None
    group, held_since = keeping_selectors.group_and_hold(record)
    return {"template": "retention/aside.html", "record": record, "group": group, "held_since": held_since}
