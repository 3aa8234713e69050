"""What people are told about plans: that one waits for their signature. A mail never says what it holds."""

from django.urls import reverse

from ocg.models import PlanVersion
from ocg.plan.selectors.plan import group_of, signs_next
from ocg.plan.services.signing import TO_SIGN
from pam.access import visibility
from pam.access.visibility import Reader
from pam.notifications.events import About, register_event, register_kind
from pam.notifications.models import Delivery


def _to_sign(delivery: Delivery, reader: Reader) -> About | None:
    """The plan, while this version of it waits for the reader's signature."""
    rows = visibility.visible_to(reader, PlanVersion).select_related("plan")
    row = rows.filter(uuid=delivery.about).first()
    if row is None:
        return None
    ocg = group_of(reader, row.record_id)
    found = signs_next(reader, ocg, row.plan)
    if found is None or found[1] is None or found[1].pk != row.pk:
        return None
    return About(
        reverse("ocg:plan_sign", args=[ocg.uuid]),
        ocg.reference,
        threads=(ocg.uuid, row.uuid),
        heading=ocg.reference,
    )


register_kind("plans", "Plans", "One waits for your signature.")
register_event(
    TO_SIGN,
    "plans",
    "A plan waits for your signature",
    "Another person has signed a plan. It waits for your signature.",
    one="1 plan waits for your signature",
    many="{} plans wait for your signature",
    still_true=_to_sign,
)
