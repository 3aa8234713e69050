"""Every write to orders, as verbs. Each takes `actor`, a `visibility.Reader`; rows come from the gate."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.validation import optional_text, require_text
from pam.access.visibility import Reader
from pam.orders import selectors
from pam.orders.models import Order, OrderEvent
from pam.records.happenings import happened
from pam.records.models import Record, Subject
from pam.records.services import add_part, chronicle, save_part
from pam.reference.models import ReferenceValue
from pam.subjects.services.particulars import agencies_within
from pam.ui.dates import long_date

LINE = "order"  # the kind of their lines in a chronology
MADE, BREACHED = "order.made", "order.breached"  # events in frameworks
EVERYWHERE = ("", "united kingdom")
Type = OrderEvent.Type


@transaction.atomic
def add_order(
    *,
    actor: Reader,
    record: Record,
    subject: Subject,
    order: Order,
    agencies: Iterable[int] | None = None,
) -> Order:
    """Keeps an order on `subject`, which is in `record` and came through the gate; for `agencies`, or for
    those that the subject is for.

    Raises PermissionDenied without `contribute`, or Refused: a subject of another record, a kind that was not
    in force on its first day or is not made in that area, agencies that the subject is not for.
    """
    visibility.require(actor, record, Level.CONTRIBUTE)
    if subject.record_id != record.pk:
        raise Refused("Choose one of this record.", code="another_record", field="subject")
    require_in_force(order)
    order.subject = subject
    agencies = agencies_within(actor, subject, agencies)
    add_part(actor=actor, part=order, record=record, agencies=agencies, operation="add order")
    _say(actor, order, f"Order made: {_named(actor, order)}", f"{order.issuer}, {order.end_words}")
    happened(actor=actor, record=record, code=MADE, agencies=order.agencies)
    return order


def require_in_force(order: Order) -> None:
    """Raises Refused for a kind of order that could not be made on its first day, or in its area."""
    kind = order.kind
    if kind.valid_from and order.start < kind.valid_from:
        words = (
            f"{kind.label}: none was made before {long_date(kind.valid_from)}. Check the kind and the day."
        )
        raise Refused(words, code="not_in_force", field="start")
    if kind.valid_until and order.start > kind.valid_until:
        words = (
            f"{kind.label}: none was made after {long_date(kind.valid_until)}. Check the kind and the day."
        )
        raise Refused(words, code="not_in_force", field="start")
    if not is_made_in(kind, order.area):
        words = f"{kind.label}: made in {kind.area}, not in {order.area}. Check the kind and the area."
        raise Refused(words, code="not_in_area", field="area")


def is_made_in(kind: ReferenceValue, area: str) -> bool:
    """Whether orders of this kind are made in `area`: everywhere, or in an area whose name holds its own
    ("Pilot areas in England and Wales" lies in "England and Wales").
    """
    own = kind.area.strip().lower()
    return own in EVERYWHERE or own in area.lower()


@transaction.atomic
def change_order(*, actor: Reader, order: Order, version: int) -> Order:
    """Corrects what was typed wrong of an order, in a form opened at `version`. Raises PermissionDenied,
    Stale or Refused as `add_order`.
    """
    require_in_force(order)
    return save_part(actor=actor, part=order, version=version, operation="change order")


@transaction.atomic
def vary_order(
    *,
    actor: Reader,
    order: Order,
    version: int,
    on: date,
    text: str,
    end: date | None,
    requirements: str = "",
) -> OrderEvent:
    """Keeps that a court varied an order on a day: its last day and conditions from now on, with what they
    were. Raises PermissionDenied, Stale, or Refused: a day to come or before it began, one that is over.
    """
    text = require_text(text, "Say what was varied.", field="text")
    _require_open(order)
    _require_day(order, on, "on")
    before = order.end
    order.end, order.requirements = end, optional_text(requirements, field="requirements")
    save_part(actor=actor, part=order, version=version, operation="vary order")
    event = OrderEvent(type=Type.VARIATION, on=on, text=text, end_before=before, end_after=end)
    _keep(actor, order, event)
    _say(actor, order, f"Order varied: {_named(actor, order)}", f"{text}\n{order.end_words.capitalize()}")
    return event


@transaction.atomic
def discharge_order(*, actor: Reader, order: Order, version: int, on: date, reason: str) -> Order:
    """Keeps that an order was discharged on a day, and why; it stays as it was. Raises PermissionDenied,
    Stale, or Refused: a day to come or before it began, one that is over.
    """
    reason = require_text(reason, "Say why.", field="reason")
    _require_open(order)
    _require_day(order, on, "on")
    order.discharged_on, order.discharge_reason = on, reason
    save_part(actor=actor, part=order, version=version, operation="discharge order")
    _say(actor, order, f"Order discharged: {_named(actor, order)}", reason)
    return order


@transaction.atomic
def record_visit(*, actor: Reader, order: Order, on: date, by: str, text: str) -> OrderEvent:
    """Keeps who checked an order on a day, and what was found. Raises PermissionDenied without `contribute`,
    or Refused: a day to come or before it began.
    """
    by = require_text(by, "Enter who visited.", field="by")
    text = require_text(text, "Say what was found.", field="text")
    _require_day(order, on, "on")
    return _keep(actor, order, OrderEvent(type=Type.VISIT, on=on, by=by, text=text))


@transaction.atomic
def record_breach(
    *, actor: Reader, order: Order, on: date, text: str, reference: str = "", by: str = ""
) -> OrderEvent:
    """Keeps a breach of an order: when, what, under which reference it was reported; with a line in the
    chronology. Raises as `record_visit`.
    """
    text = require_text(text, "Say what happened.", field="text")
    _require_day(order, on, "on")
    event = OrderEvent(type=Type.BREACH, on=on, by=by, text=text, reference=reference)
    _keep(actor, order, event)
    _say(actor, order, f"Order breached: {_named(actor, order)}", text)
    record = Record.objects.get(pk=order.record_id)
    happened(actor=actor, record=record, code=BREACHED, agencies=order.agencies)
    return event


@transaction.atomic
def settle_breach(*, actor: Reader, breach: OrderEvent, version: int, outcome: str) -> OrderEvent:
    """Keeps what came of a breach. Raises PermissionDenied, Stale, or Refused for what is no breach."""
    if breach.type != Type.BREACH:
        raise Refused("Only a breach has an outcome.", code="not_a_breach")
    breach.outcome = require_text(outcome, "Enter the outcome.", field="outcome")
    save_part(actor=actor, part=breach, version=version, operation="settle breach of order")
    order = Order.objects.select_related("kind").get(pk=breach.order_id)
    _say(actor, order, f"Outcome of a breach: {_named(actor, order)}", outcome)
    return breach


def _keep(actor, order, event):
    event.order = order
    record = Record.objects.get(pk=order.record_id)
    operation = f"add {event.get_type_display().lower()} of order"
    return add_part(actor=actor, part=event, record=record, agencies=order.agencies, operation=operation)


def _require_open(order):
    if order.discharged_on:
        raise Refused("It was discharged.", code="discharged")
    if not order.is_open:
        raise Refused("It has ended. Correct its last day first if that is wrong.", code="ended")


def _require_day(order, on, field):
    if on > timezone.localdate():
        raise Refused("Enter today’s date or an earlier one.", code="to_come", field=field)
    if on < order.start:
        words = f"Enter a day from its first day on, {long_date(order.start)}."
        raise Refused(words, code="before_start", field=field)


def _named(actor, order):
    return f"{order.kind.label}, {selectors.subject_name(actor, order)}"


def _say(actor, order, title, text):
    chronicle(
        actor=actor,
        record=Record(pk=order.record_id),
        kind=LINE,
        title=title[:200],
        text=text,
        agencies=order.agencies,
    )
