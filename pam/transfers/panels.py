"""Transfers beside a record and on its page of sharing."""

from pam.access import visibility
from pam.access.kept_rows import Having
from pam.records.owning import is_owner
from pam.transfers import selectors
from pam.transfers.models import CarriedOver

MOST = 5  # transfers that the card shows


def transfers_beside(request, record):
    """The card of a transfer that waits or was accepted, and of where the record came from; None without
    any.
    """
    reader = request.reader
    has_rows, has_come = _has(reader, record.pk)  # one question, as most records have neither
    if not has_rows and not has_come:
        return None
    came = selectors.carried_over(reader, record) if has_come else None
    rows = list(_waiting(selectors.transfers(reader), record.pk)[:MOST]) if has_rows else []
    return {"template": "transfers/aside.html", "rows": rows, "came": came, "record": record}


def _waiting(rows, number):
    return rows.filter(record_id=number, state__in=("waiting", "accepted"))


@Having
def _has(reader, number, today):
    rows = selectors.readable(reader)
    return _waiting(rows, number), visibility.visible_to(reader, CarriedOver).filter(record_id=number)


def transfers_of_sharing(request, record):
    """The section on the page of sharing: the way to a transfer, and those there were."""
    if not is_owner(request.reader, record):
        return None
    rows = selectors.of_record(request.reader, record)
    return {"template": "transfers/of_sharing.html", "rows": rows, "record": record}
