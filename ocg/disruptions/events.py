"""What people are told about disruptions: that theirs was assessed. A mail never says how."""

from django.urls import reverse

from ocg.disruptions.services import ASSESSED
from ocg.models import Disruption
from pam.access import visibility
from pam.access.visibility import Reader
from pam.notifications.events import About, register_event, register_kind
from pam.notifications.models import Delivery


def _about(delivery: Delivery, reader: Reader) -> About | None:
    """The disruption, if its author can still see it and it was not submitted again since."""
    rows = visibility.visible_to(reader, Disruption).filter(
        uuid=delivery.about, author_id=reader.membership_id
    )
    row = rows.select_related("record").first()
    if row is None or row.waits or delivery.occasion != f"round {row.round}":
        return None
    return About(
        reverse("ocg:disruption", args=[row.uuid]),
        row.record.reference,
        threads=(row.record.uuid, row.uuid),
        heading=row.record.reference,
    )


register_kind("disruptions", "Disruptions", "What you submitted was assessed.")
register_event(
    ASSESSED,
    "disruptions",
    "What you submitted was assessed",
    "An assessor has agreed, changed or returned what you submitted.",
    one="1 thing that you submitted was assessed",
    many="{} things that you submitted were assessed",
    still_true=_about,
)
