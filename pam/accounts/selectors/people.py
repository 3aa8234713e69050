"""The people and teams of an agency, for its administrators."""

from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.utils import timezone

from pam.access.in_force import MEMBERSHIP
from pam.access.models import Membership, Team

ADMINISTRATOR = Membership.Role.ADMINISTRATOR


def people_of(actor, *, text="", team=None, role="", state=""):
    """The memberships of `actor`'s agency as a queryset, each with `user`, narrowed by what is given.

    `state` is "live", "waiting" (to start), "suspended", "ended" or empty. Raises PermissionDenied if the
    actor is not an administrator.
    """
    require_administrator(actor)
    rows = (
        Membership.objects.filter(agency_id=actor.agency_id).select_related("user").prefetch_related("teams")
    )
    if text:
        rows = rows.filter(
            Q(user__name__icontains=text) | Q(user__email__icontains=text) | Q(post__icontains=text)
        )
    if team:
        rows = rows.filter(teams=team)
    if role:
        rows = rows.filter(roles__contains=[role])
    now = timezone.now()
    narrow = {
        "live": MEMBERSHIP.q(now),
        "waiting": Q(starts_at__gt=now) & ~MEMBERSHIP.over(now),
        "suspended": Q(suspended=True) & ~MEMBERSHIP.over(now),
        "ended": MEMBERSHIP.over(now),
    }
    return rows.filter(narrow[state]) if state in narrow else rows


def person_of(actor, uuid):
    """The membership `uuid` of `actor`'s agency, or None. Raises PermissionDenied if the actor is not an
    administrator.
    """
    return people_of(actor).filter(uuid=uuid).select_related("agency").first()


def teams_of(actor):
    """The teams of `actor`'s agency, by name, each with `people`, how many are in it. Raises
    PermissionDenied.
    """
    require_administrator(actor)
    live = MEMBERSHIP.q(timezone.now(), "members__")
    rows = Team.objects.filter(agency_id=actor.agency_id).select_related("manager__user")
    return rows.annotate(people=Count("members", filter=live, distinct=True)).order_by("name__folded", "pk")


def require_administrator(actor):
    """Raises PermissionDenied unless `actor` administers the agency that they act for."""
    if not actor.has_role(ADMINISTRATOR):
        raise PermissionDenied
