"""What people are told about members: that a release is near. A mail never says whose."""

from django.urls import reverse

from ocg.members.models import MemberStatus
from ocg.members.releases import releases
from pam.access.visibility import Reader
from pam.notifications.events import About, register_event, register_kind
from pam.notifications.models import Channel, Delivery
from pam.ui.dates import long_date

SOON = "release_soon"


def about_release(delivery: Delivery, reader: Reader) -> About | None:
    """The member, if `reader` can see them, they serve, and the date is as it was."""
    found: MemberStatus | None = (
        releases(reader).filter(uuid=delivery.about).select_related("record", "member").first()
    )
    if found is None or found.release_on.isoformat() != delivery.occasion.split(" ")[0]:
        return None
    return About(
        reverse("ocg:member", args=[found.member.uuid]),
        found.record.reference,
        f"earliest release {long_date(found.release_on)}",
        threads=(found.record.uuid, found.uuid),
        heading=found.record.reference,
    )


register_kind(
    "releases",
    "Releases",
    "Releases of members of groups that you lead, oversee or manage offenders of.",
    default=Channel.MAIL,
)
register_event(
    SOON,
    "releases",
    "A release is near",
    "A person in a record that you can open is near their earliest release date.",
    one="1 release is near",
    many="{} releases are near",
    still_true=about_release,
)
