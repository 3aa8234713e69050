"""What people are told about plans: one waits for a signature, one was reviewed. No mail says more."""

from django.urls import reverse

from ocg.models import PlanReview, PlanVersion
from ocg.plan.selectors.plan import group_of, signs_next
from ocg.plan.services.reviews import REVIEWED
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


def _reviewed(delivery: Delivery, reader: Reader) -> About | None:
    """The review, while its Senior Responsible Officer has not commented on it."""
    row = visibility.visible_to(reader, PlanReview).filter(uuid=delivery.about, commented_at=None).first()
    if row is None:
        return None
    ocg = group_of(reader, row.record_id)
    if ocg.sro_id != reader.membership_id:
        return None
    return About(
        reverse("ocg:plan_review_page", args=[row.uuid]),
        ocg.reference,
        threads=(ocg.uuid, row.uuid),
        heading=ocg.reference,
    )


register_kind("plans", "Plans", "One waits for your signature, or was reviewed.")
register_event(
    REVIEWED,
    "plans",
    "A plan was reviewed",
    "The lead has reviewed a plan of which you are the Senior Responsible Officer.",
    one="1 plan was reviewed",
    many="{} plans were reviewed",
    still_true=_reviewed,
)
register_event(
    TO_SIGN,
    "plans",
    "A plan waits for your signature",
    "Another person has signed a plan. It waits for your signature.",
    one="1 plan waits for your signature",
    many="{} plans wait for your signature",
    still_true=_to_sign,
)
