"""Orders that end soon wait for the lead of their record (see pam_waiting_in_orders)."""

from django.urls import reverse

from pam.orders.models import Order
from pam.records.waiting import Kind, name_in_list, record_number, register_waiting, seen_by_reader
from pam.reference.selectors.lists import attach_reference_values


def _order(row: Order, names):
    title = name_in_list(names, row.record_id)
    if not title:
        return None
    attach_reference_values([row], "kind")
    page = reverse("orders:detail", args=[row.uuid])
    return {"title": f"{row.kind.label}: {row.subject.name}", "origin": title, "url": page, "page": page}


register_waiting(
    "order", Kind("An order ends soon", "Look at it", seen_by_reader(Order, "subject"), _order, record_number)
)
