"""Invitations, for administrators and for the person who holds a link."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from pam.access.models import Team, User
from pam.accounts.models import Invitation
from pam.accounts.selectors.people import require_administrator


@dataclass(frozen=True)
class Offer:
    """What the holder of a link is offered.

    `known` says that there is an account with the address already.
    """

    agency: str
    name: str
    email: str
    expires_at: datetime
    known: bool


def invitations_of(actor):
    """The invitations of `actor`'s agency as a queryset, each with who invited. Raises PermissionDenied."""
    require_administrator(actor)
    return Invitation.objects.filter(agency_id=actor.agency_id).select_related(
        "invited_by__user", "membership"
    )


def waiting_of(actor):
    """Those of them that nobody has accepted or withdrawn. Raises PermissionDenied."""
    return invitations_of(actor).filter(accepted_at=None, withdrawn_at=None)


def team_names(invitations):
    """{number: name} of the teams that these invitations name."""
    wanted = {number for row in invitations for number in row.teams}
    return dict(Team.objects.filter(pk__in=wanted).values_list("pk", "name"))


def offer(token):
    """The `Offer` behind a link's token; None for one that was used, withdrawn, replaced, made up, or has
    expired.
    """
    if len(token) > 100:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT agency, name, email, expires_at, known FROM pam_invitation(%s)", [token])
        row = cursor.fetchone()
    return Offer(*row) if row else None


def person_of(membership):
    """The User behind the membership with this number."""
    return User.objects.get(memberships=membership)
