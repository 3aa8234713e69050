"""What people are told about escalations. A mail never says what one is about."""

from django.urls import reverse

from pam.disagreements import selectors
from pam.disagreements.services import MOVED, RAISED
from pam.notifications.events import About, register_event, register_kind


def _about(delivery, reader):
    row = selectors.escalations(reader).select_related("record").filter(uuid=delivery.about).first()
    if row is None or row.settled_on and delivery.event == RAISED:
        return None
    path = reverse("disagreements:escalation", args=[row.uuid])
    return About(
        path, row.record.reference, threads=(row.record.uuid, row.uuid), heading=row.record.reference
    )


register_kind("escalations", "Escalations", "Disagreements between your agency and another.")
register_event(
    RAISED,
    "escalations",
    "A decision is escalated",
    "An agency disagrees with a decision and asks for an answer.",
    one="1 decision is escalated",
    many="{} decisions are escalated",
    still_true=_about,
)
register_event(
    MOVED,
    "escalations",
    "An escalation has moved",
    "An escalation was answered, taken further or settled.",
    one="1 escalation has moved",
    many="{} escalations have moved",
    still_true=_about,
)
