"""Word of orders that end soon: once for each last day. Run as the jobs' role."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from pam.access.models import Membership
from pam.notifications.models import Delivery
from pam.notifications.services import LIMIT, enqueue
from pam.orders.declared_settings import ENDING_DAYS
from pam.orders.events import ENDING
from pam.orders.models import Order
from pam.reference.selectors.settings import settings_by_value


def warn(day: date | None = None) -> int:
    """Owes the lead of each record word of its orders that end within the days that its agency has set (who
    recorded the order, if there is no lead in force); returns how many orders. One cause is owed once.
    """
    day = day or timezone.localdate()
    ending = Q()
    for days, of_agencies in settings_by_value(ENDING_DAYS, "record__agency"):
        if days is not None:
            ending |= of_agencies & Q(end__lte=day + timedelta(days=days))
    if not ending:
        return 0
    owed = Delivery.objects.filter(
        event=ENDING, about=OuterRef("uuid"), occasion=Cast(OuterRef("end"), TextField())
    )
    told = Q(Exists(owed.filter(recipient=OuterRef("record__lead")))) | Q(record__lead=None) & Q(Exists(owed))
    rows = Order.objects.in_force(day).filter(~told, ending, end__gte=day, record__closed_at=None)
    found = list(rows.select_related("record").ending_first()[:LIMIT])
    for order in found:
        enqueue(ENDING, order.uuid, _people_to_warn(order), occasion=order.end.isoformat())
    return len(found)


def _people_to_warn(order):
    lead = list(Membership.objects.live().filter(pk=order.record.lead_id))
    return lead or list(Membership.objects.live().filter(pk=order.author_id))
