"""Transfers beside a record and on its page of sharing."""

from pam.access import visibility
from pam.records.owning import is_owner
from pam.transfers import selectors
from pam.transfers.models import CarriedOver


def transfers_beside(request, record):
    """The card of a transfer that waits or was accepted, and of where the record came from; None without
    any.
    """
    reader = request.reader
    rows = [row for row in selectors.of_record(reader, record) if row.state in ("waiting", "accepted")]
    carried = visibility.visible_to(reader, CarriedOver).filter(record_id=record.pk)
    came = carried.select_related("from_agency").order_by("pk").first()
    if not rows and came is None:
        return None
    return {"template": "transfers/aside.html", "rows": rows, "came": came, "record": record}


def transfers_of_sharing(request, record):
    """The section on the page of sharing: the way to a transfer, and those there were."""
    if not is_owner(request.reader, record):
        return None
    rows = selectors.of_record(request.reader, record)
    return {"template": "transfers/of_sharing.html", "rows": rows, "record": record}
