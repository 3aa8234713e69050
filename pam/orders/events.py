"""What people are told about orders: that one ends soon. A mail never says which, nor who it is on."""

from django.urls import reverse

from pam.access import visibility
from pam.access.visibility import Reader
from pam.notifications.events import About, register_event, register_kind
from pam.notifications.models import Channel, Delivery
from pam.orders.models import Order
from pam.ui.dates import long_date, today

ENDING = "order_ending"


def about_order(delivery: Delivery, reader: Reader) -> About | None:
    """The order, if `reader` can see it, it is in force, and ends as it did when this was owed."""
    rows = visibility.visible_to(reader, Order).in_force().filter(uuid=delivery.about, end__gte=today())
    row = rows.select_related("record").first()
    if row is None or row.end.isoformat() != delivery.occasion:
        return None
    return About(
        reverse("orders:detail", args=[row.uuid]),
        row.record.reference,
        f"ends on {long_date(row.end)}",
        threads=(row.record.uuid, row.uuid),
        heading=row.record.reference,
    )


register_kind("orders", "Orders", "Orders on records that you lead, before they end.", default=Channel.MAIL)
register_event(
    ENDING,
    "orders",
    "An order ends soon",
    "An order on a record that you lead ends soon.",
    one="1 order ends soon",
    many="{} orders end soon",
    still_true=about_order,
)
