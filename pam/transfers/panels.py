"""Transfers beside a record and on its page of sharing."""

from pam.access import visibility
from pam.db.having_rows import having_rows
from pam.records.owning import is_owner
from pam.transfers import selectors
from pam.transfers.models import CarriedOver

MOST = 5  # transfers that the card shows


def transfers_beside(request, record):
    """The card of a transfer that waits or was accepted, and of where the record came from; None without
    any.
    """
    reader = request.reader
    rows = selectors.transfers(reader).filter(record_id=record.pk, state__in=("waiting", "accepted"))
    came = visibility.visible_to(reader, CarriedOver).filter(record_id=record.pk)
    has_rows, has_come = having_rows([rows, came])  # one question, as most records have neither
    if not has_rows and not has_come:
        return None
    rows = list(rows[:MOST]) if has_rows else []
    came = came.select_related("from_agency").order_by("pk").first() if has_come else None
    return {"template": "transfers/aside.html", "rows": rows, "came": came, "record": record}


def transfers_of_sharing(request, record):
    """The section on the page of sharing: the way to a transfer, and those there were."""
    if not is_owner(request.reader, record):
        return None
    rows = selectors.of_record(request.reader, record)
    return {"template": "transfers/of_sharing.html", "rows": rows, "record": record}
