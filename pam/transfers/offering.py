"""What the form of a transfer offers: how much of each section can go, counted by the database, and the rows
that must be named one by one. What goes in the end is read when it is checked and proposed (packing.py).
"""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Q

from pam.access import visibility
from pam.access.models import Agency
from pam.access.visibility import Reader
from pam.db.scanned import CLOSED
from pam.records.models import Document, Record
from pam.transfers.packing import Item
from pam.transfers.registry import Section, sections_of

MOST_APART = 200  # rows that are named one by one


@dataclass
class Offer:
    """What of a record can go: its `sections`, how many rows of each go with it (`counts`), the rows that go
    only if they are named (`apart`, of the first `MOST_APART`), and the `partners` who wrote some of it.
    """

    sections: list[Section]
    counts: Counter[str] = field(default_factory=Counter)
    apart: list[Item] = field(default_factory=list)
    partners: list[Agency] = field(default_factory=list)


def offer_of(reader: Reader, record: Record) -> Offer:
    """What the form offers of `record` (which `reader` manages): a query for each kind of row, and one more
    for those with rows apart.
    """
    found, others = Offer(sections_of(record.kind)), set()
    for section in found.sections:
        for copy in section.copies:
            rows = copy.only(visibility.visible_to(reader, copy.rows_of).filter(record_id=record.pk))
            apart = _apart(copy.rows_of, record)
            goes = ~Q(scan__in=CLOSED) if copy.rows_of is Document else Q(pk__isnull=False)
            counted = rows.order_by().values_list("author_agency_id")
            counted = counted.annotate(all_=Count("pk", filter=goes), named_=Count("pk", filter=goes & apart))
            for agency, number, named in counted:
                if agency != record.agency_id:
                    others.add(agency)
                    continue
                found.counts[section.code] += number - named
                if named:
                    own = rows.filter(goes & apart, author_agency_id=agency)
                    own = own.select_related("author__user", *copy.related).order_by("pk")
                    items = (Item(section, copy, row, True) for row in own[: MOST_APART - len(found.apart)])
                    found.apart.extend(items)
    found.partners = list(Agency.objects.filter(pk__in=others).order_by("name__folded", "pk"))
    return found


def _apart(model, record):
    """Rows for the giver's agency alone, or marked higher than the record: as `packing` finds them."""
    alone = Q(agencies=[record.agency_id])
    marked = any(one.name == "own_marking" for one in model._meta.fields)
    return alone | Q(own_marking__gt=record.marking) if marked else alone
