"""Before an agreement ends, who looks after it is told: once for each warning. Run as the owner role."""

from datetime import datetime, timedelta

from django.utils import timezone

from pam.access.in_force import AGREEMENT
from pam.access.models import Agreement, Membership
from pam.disclosure.selectors.agreements import warning_days
from pam.notifications.services import enqueue
from pam.reference.declarations import declared


def enqueue_warnings(now: datetime | None = None) -> int:
    """Owes word of the ends of agreements by `now`; returns how many causes it looked at.

    An agreement owes the nearest warning alone, so that one made for a fortnight doesn't begin with two
    mails. A renewed one is warned of anew: the cause is its end.
    """
    now, causes = now or timezone.now(), 0
    furthest = declared("disclosure.agreement_first_warning_days").maximum
    soon = AGREEMENT.over(now + timedelta(days=furthest)) & ~AGREEMENT.over(now)
    rows = Agreement.objects.filter(soon)
    for agreement in rows.select_related("owner__user"):
        days = warning_days(agreement.agency_id)
        reached = min(
            (day for day in days if AGREEMENT.is_over(agreement, now + timedelta(days=day))), default=None
        )
        if reached is None:
            continue
        occasion = f"{timezone.localdate(agreement.ends_at)} {reached}"
        enqueue("agreement_ends", agreement.uuid, _who_looks_after(agreement), occasion=occasion)
        causes += 1
    return causes


def _who_looks_after(agreement):
    """Its owner; without one in force, the administrators of the agency that keeps it."""
    live = Membership.objects.live()
    owner = list(live.filter(pk=agreement.owner_id))
    return owner or list(
        live.filter(agency_id=agreement.agency_id, roles__contains=[Membership.Role.ADMINISTRATOR])
    )
