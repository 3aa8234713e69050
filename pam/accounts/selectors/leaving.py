"""Who is leaving, and who could take over."""

from django.db.models import Q

from pam.access.models import Membership
from pam.accounts.models import Departure


def candidates(membership, *, team=None, marking=0):
    """Who could take over from `membership`: live people of the agency who stay (of `team`), cleared for
    `marking`.
    """
    rows = Membership.objects.live().filter(agency_id=membership.agency_id, clearance__gte=marking)
    rows = rows.exclude(pk=membership.pk).filter(Q(ends_at=None))
    if team is not None:
        rows = rows.filter(teams=team)
    return rows.select_related("user").order_by("user__name__folded", "pk")


def open_departure(membership):
    """The departure of `membership` that is not done yet, or None; for administrators, the database asks."""
    rows = Departure.objects.filter(membership=membership, done_at=None, cancelled_at=None)
    return rows.select_related("asked_by__user").first()


def last_departure(membership):
    """The latest departure that was done, or None."""
    return Departure.objects.filter(membership=membership, done_at__isnull=False).order_by("-done_at").first()
