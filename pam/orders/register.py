"""Which orders the register shows, and in which order."""

from datetime import timedelta

from pam.access.kept_rows import KeptRows
from pam.orders import selectors
from pam.records.selectors.lists import shown_parts
from pam.ui.dates import today
from pam.ui.sorting import Column, Sorting

SHOWN = ("kind", "start", "end", "discharged_on", "subject", "subject__name")


def _rows(reader, day):
    return shown_parts(reader, selectors.orders(reader).select_related("subject"), *SHOWN)


ROWS = KeptRows(_rows)  # the orders of the register, with all that is shown with them


def sorting(request):
    """The order of the register: ending first unless the address says otherwise."""
    return Sorting(request, Column("end", "Last day", "end__or_last"), Column("start", "First day", "-start"))


def narrowed(reader, wanted):
    """The orders that `reader` may see, as the filters `wanted` say."""
    rows, day = selectors.orders(reader), today()
    state = wanted.get("state", "")
    if state == "":
        rows = rows.in_force(day)
    elif state == "ended":
        rows = rows.filter(discharged_on=None, end__lt=day)
    elif state == "discharged":
        rows = rows.filter(discharged_on__isnull=False)
    elif state == "coming":
        rows = rows.filter(discharged_on=None, start__gt=day)
    if wanted.get("within"):
        rows = rows.filter(end__gte=day, end__lte=day + timedelta(days=int(wanted["within"])))
    if wanted.get("breached"):
        rows = rows.filter(breached=True)
    if wanted.get("kind"):
        rows = rows.filter(kind_id=int(wanted["kind"]))
    if wanted.get("agency"):
        rows = rows.filter(checked_by_id=wanted["agency"])
    if wanted.get("mine"):
        rows = rows.filter(record__lead_id=reader.membership_id)
    return rows
