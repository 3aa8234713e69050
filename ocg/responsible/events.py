"""What people are told: that they are asked to lead, and what was answered. A mail never says of what."""

from django.urls import reverse

from ocg.models import LeadOffer
from ocg.responsible.lists import ANSWERED, OFFERED
from pam.access import visibility
from pam.access.visibility import Reader
from pam.notifications.events import About, register_event, register_kind
from pam.notifications.models import Delivery


def _row(delivery, reader):
    rows = visibility.visible_to(reader, LeadOffer).filter(uuid=delivery.about)
    return rows.select_related("record").first()


def _about(row, name, of):
    return About(
        reverse(f"ocg:{name}", args=[of]),
        row.record.reference,
        threads=(row.record.uuid, row.uuid),
        heading=row.record.reference,
    )


def _offered(delivery: Delivery, reader: Reader) -> About | None:
    """The offer, while it waits for the reader."""
    row = _row(delivery, reader)
    if row is None or not row.waits or row.offered_to_id != reader.membership_id:
        return None
    return _about(row, "lead_answer", row.uuid)


def _answered(delivery: Delivery, reader: Reader) -> About | None:
    """The answer, for who asked."""
    row = _row(delivery, reader)
    if row is None or row.waits or row.author_id != reader.membership_id:
        return None
    return _about(row, "lead", row.record.uuid)


register_kind("leads", "Leading a record", "You are asked to lead a record, or a person answered you.")
register_event(
    OFFERED,
    "leads",
    "You are asked to lead a record",
    "You are asked to lead a record. Accept or decline in pam.",
    one="You are asked to lead 1 record",
    many="You are asked to lead {} records",
    still_true=_offered,
)
register_event(
    ANSWERED,
    "leads",
    "A person you asked to lead has answered",
    "A person you asked to lead a record has accepted or declined.",
    one="1 person you asked to lead has answered",
    many="{} people you asked to lead have answered",
    still_true=_answered,
)
