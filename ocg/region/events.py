"""What people are told about requests to the region: that it is their turn, or that one was concluded."""

from django.urls import reverse

from ocg.models import RegionRequest
from pam.access import visibility
from pam.access.models import Membership
from pam.access.visibility import Reader
from pam.notifications.events import About, register_event, register_kind
from pam.notifications.models import Delivery
from pam.notifications.services import enqueue

TURN = "region_turn"


def _about(delivery: Delivery, reader: Reader) -> About | None:
    """The request, if the reader can still see it and it is where it was then."""
    rows = visibility.visible_to(reader, RegionRequest).filter(uuid=delivery.about, state=delivery.occasion)
    row = rows.select_related("record").first()
    if row is None:
        return None
    return About(
        reverse("ocg:region_request", args=[row.uuid]),
        row.record.reference,
        threads=(row.record.uuid, row.uuid),
        heading=row.record.reference,
    )


def tell_turn(actor: Reader, row: RegionRequest) -> None:
    """Owes those who took the steps of a request word of its newest one, but for who did it."""
    people = {row.author_id, row.triaged_by_id, row.terms_by_id, row.agreed_by_id, row.delivered_by_id}
    people -= {None, actor.membership_id}
    enqueue(TURN, row.uuid, Membership.objects.filter(pk__in=people), occasion=row.state)


register_kind("region", "Requests to the region", "A request that you took part in went a step on.")
register_event(
    TURN,
    "region",
    "A request to the region went a step on",
    "A request to the region that you took part in went a step on. The page says what is next.",
    one="1 request to the region went a step on",
    many="{} requests to the region went a step on",
    still_true=_about,
)
