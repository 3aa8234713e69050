"""Orders in the small world: one with a visit and a breach, whose texts carry a canary."""

from datetime import timedelta

from django.utils import timezone

from pam.access import visibility
from pam.orders import services
from pam.orders.models import Order
from pam.reference.models import ReferenceValue


def kind(code="gang-injunction"):
    """A shipped kind of order."""
    return ReferenceValue.objects.get(listing="subjects.order", code=code)


def order(canary="", code="gang-injunction", **values):
    """An order as it is typed: in force for a hundred days, with three months to go."""
    today = timezone.localdate()
    return Order(
        **{
            "kind": kind(code),
            "area": "England and Wales",
            "issuer": f"Eastmoor County Court {canary}",
            "reference": f"EC 12 {canary}",
            "start": today - timedelta(days=100),
            "end": today + timedelta(days=90),
            "requirements": f"Keeps out of the harbour {canary}\nHas one telephone {canary}",
            **values,
        }
    )


def add_orders(people, record, subject, canary, agencies=None):
    """{"order", "visit to an order", "breach"}, by the owner."""
    to = agencies and [people.agencies[key].pk for key in agencies]
    actor, today = people.reader("owner"), timezone.localdate()
    with visibility.reading(actor):
        row = services.add_order(
            actor=actor, record=record, subject=subject, order=order(canary), agencies=to
        )
        visit = services.record_visit(
            actor=actor, order=row, on=today, by=f"PC Ward {canary}", text=f"At home {canary}"
        )
        breach = services.record_breach(
            actor=actor, order=row, on=today, text=f"Seen there {canary}", reference=f"Crime 7 {canary}"
        )
    return {"order": row, "visit to an order": visit, "breach": breach}
