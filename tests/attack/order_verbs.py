"""The verbs of orders, for the table of verbs."""

from pam.orders import services
from pam.orders.models import Order, OrderEvent
from pam.records.models import Subject
from tests.attack.verb import TEXT, TODAY, Verb
from tests.world.orders import order


def _order(w):
    return Order.objects.select_related("kind").get(pk=w.parts["shared"]["order"].pk)


def _breach(w):
    return OrderEvent.objects.get(pk=w.parts["shared"]["breach"].pk)


def _subject(w):
    return Subject.objects.get(pk=w.parts["shared"]["subject"].pk)


ORDER_VERBS = [
    Verb(services.add_order, lambda w: {
        "record": w.ocg, "subject": _subject(w), "order": order()}, {
        "order.area": TEXT, "order.issuer": TEXT, "order.reference": TEXT, "order.requirements": TEXT}),
    Verb(services.change_order, lambda w: {"order": (row := _order(w)), "version": row.version}, {
        "order.issuer": TEXT, "order.reference": TEXT, "order.requirements": TEXT}),
    Verb(services.vary_order, lambda w: {
        "order": (row := _order(w)), "version": row.version, "on": TODAY(), "text": "Longer",
        "end": None, "requirements": "None"}, {"text": TEXT, "requirements": TEXT}),
    Verb(services.discharge_order, lambda w: {
        "order": (row := _order(w)), "version": row.version, "on": TODAY(), "reason": "Appeal"}, {
        "reason": TEXT}),
    Verb(services.record_visit, lambda w: {
        "order": _order(w), "on": TODAY(), "by": "PC Ward", "text": "At home"}, {"by": TEXT, "text": TEXT}),
    Verb(services.record_breach, lambda w: {
        "order": _order(w), "on": TODAY(), "text": "Seen", "reference": "C 1", "by": "PC Ward"}, {
        "text": TEXT, "reference": TEXT, "by": TEXT}),
    Verb(services.settle_breach, lambda w: {
        "breach": (row := _breach(w)), "version": row.version, "outcome": "Charged"}, {"outcome": TEXT}),
]  # fmt: skip
