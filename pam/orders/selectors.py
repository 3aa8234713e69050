"""Reads of orders, each beginning at the gate."""

from collections.abc import Iterable
from functools import cache
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from pam.access import visibility
from pam.access.kept_rows import RowsOf, with_uuid
from pam.access.models import Agency
from pam.access.selectors import kept_agencies
from pam.access.visibility import Reader
from pam.orders.models import Order, OrderEvent
from pam.records.models import Record, Subject
from pam.records.selectors.framed import framed
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import attach_reference_values, terms
from pam.subjects.declared_lists import ORDERS

FEW = 4  # in the card beside a record
MOST = 200  # orders of a record or a person that a page shows


def orders(reader: Reader) -> QuerySet[Order]:
    """The orders over all records that `reader` may see, with what a row shows; `breached` says whether a
    breach was recorded of it.
    """
    breaches = visibility.visible_to(reader, OrderEvent).filter(
        order=OuterRef("pk"), type=OrderEvent.Type.BREACH
    )
    return visibility.visible_to(reader, Order).annotate(breached=Exists(breaches.values("pk")))


def shown(rows: QuerySet[Order]) -> QuerySet[Order]:
    """The same with the rows that a list shows beside each."""
    return rows.select_related("subject", "checked_by")


def orders_of(reader: Reader, subjects: Iterable[Subject]) -> list[Order]:
    """The orders on these subjects (through the gate), those in force first. One query."""
    numbers = [subject.pk for subject in subjects]
    rows = list(shown(orders(reader).filter(subject_id__in=numbers)).order_by("-start", "-pk")[:MOST])
    attach_reference_values(rows, "kind")
    return sorted(rows, key=lambda row: not row.is_open)


def in_force_of(reader: Reader, subjects: Iterable[Subject]) -> list[Order]:
    """The orders in force on these subjects (through the gate), ending first. One query; of none, none."""
    numbers = [subject.pk for subject in subjects]
    if not numbers:
        return []
    rows = visibility.visible_to(reader, Order).in_force().filter(subject_id__in=numbers)
    found = list(rows.ending_first()[:MOST])
    attach_reference_values(found, "kind")
    return found


@cache
def _in_force(most):
    def build(reader, number, today):
        return shown(orders(reader).in_force(today).filter(record_id=number)).ending_first()[:most]

    return RowsOf(build)


def in_force_in(reader: Reader, record: Record, limit: int) -> list[Order]:
    """The first `limit` orders in force in a record, ending first. One query."""
    found = _in_force(limit)(reader, record.pk)
    attach_reference_values(found, "kind")
    return found


def all_in(reader: Reader, record: Record) -> list[Order]:
    """The orders of a record, those in force first. One query."""
    rows = list(shown(orders(reader).filter(record_id=record.pk)).order_by("-start", "-pk")[:MOST])
    attach_reference_values(rows, "kind")
    return sorted(rows, key=lambda row: not row.is_open)


def order(reader: Reader, uuid: UUID) -> Order:
    """One order with its subject and kind. Raises Http404 if it is hidden or absent."""
    row = with_uuid(reader, Order, uuid, ("subject", "checked_by", "author_agency"))
    if row is None:
        raise Http404
    attach_reference_values([row], "kind")
    return row


def record_of(reader: Reader, row: Order | OrderEvent) -> Record:
    """The record that it is of, with what the frame of its pages shows."""
    return framed(reader, row.record_id)


def order_of(reader: Reader, event: OrderEvent) -> Order:
    """The order that an event is of."""
    rows = visibility.visible_to(reader, Order).filter(pk=event.order_id).values_list("uuid", flat=True)
    return order(reader, rows.get())


def events_of(reader: Reader, row: Order) -> dict[str, list[OrderEvent]]:
    """{"visits", "breaches", "variations"} of an order, the newest first. One query."""
    found = visibility.visible_to(reader, OrderEvent).filter(order_id=row.pk)
    found = list(found.select_related("author__user", "author_agency").order_by("-on", "-pk"))
    types = {"visits": "visit", "breaches": "breach", "variations": "variation"}
    return {name: [one for one in found if one.type == code] for name, code in types.items()}


def subject_name(reader: Reader, row: Order) -> str:
    """The name of the person or place that it is on."""
    rows = visibility.visible_to(reader, Subject).filter(pk=row.subject_id)
    return rows.values_list("name", flat=True).first() or "a person or place"


# --- What may be chosen ---


def subjects_to_name(reader: Reader, record: Record) -> QuerySet[Subject]:
    """The people, places and objects of the record that `reader` sees."""
    rows = visibility.visible_to(reader, Subject).filter(record_id=record.pk, merged_into=None)
    return rows.order_by("name__folded", "name", "pk")


def kinds(agency_id: int, keep: int | None = None) -> list[ReferenceValue]:
    """The kinds of order that people of an agency may choose, whatever their dates: an old order is typed in
    later, and a day on which its kind was not in force is refused with a sentence.
    """
    return [
        kind
        for kind in terms(ORDERS)
        if kind.pk == keep or not kind.retired and kind.agency_id in (None, agency_id)
    ]


def areas(agency_id: int, own: str, keep: str = "") -> list[str]:
    """The areas that a person may choose: `own` (the agency's) first, then those of the kinds of order."""
    named = {kind.area for kind in kinds(agency_id)} - {""}
    return list(dict.fromkeys([own, *sorted(named), *([keep] if keep else [])]))


def checking_agencies(reader: Reader) -> QuerySet[Agency]:
    """The agencies that may check an order: all there are, apart from those for training."""
    return Agency.objects.filter(training=reader.training).order_by("name__folded", "pk")


def checking_agency_names(reader: Reader) -> list[tuple[int, str]]:
    """(number, name) of the same, as this process keeps them."""
    return [(number, name) for number, name, training in kept_agencies() if training == reader.training]
