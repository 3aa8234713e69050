"""From a signed-in browser to a `Reader`, or to nobody."""

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, Func, TextField

from pam.access.models import Membership
from pam.access.visibility import Reader

ACTING_FOR = "acting_for"
DEMO_METHOD = "demo"


def second_factor_done(request):
    """Whether this session was opened with a second factor (TOTP,
    passkey), or by a demo button in the demo.
    """
    if not settings.REQUIRE_SECOND_FACTOR:
        return True
    methods = {record.get("method") for record in get_authentication_records(request, request.user)}
    return "mfa" in methods or (settings.DEMO_SIGN_IN and DEMO_METHOD in methods)


def reader_of(request):
    """The `Reader` behind `request`, asked anew at each click; None while the sign-in is incomplete.

    A suspended, ended or not yet started membership, and an inactive person, give None.
    """
    user = request.user
    if not user.is_authenticated or not user.is_active or not second_factor_done(request):
        return None
    memberships = Membership.objects.live().filter(user=user).select_related("agency", "user")
    acting_for = request.session.get(ACTING_FOR)
    rows = list(with_teams(memberships).order_by("pk"))
    chosen = next((m for m in rows if m.pk == acting_for), rows[0] if rows else None)
    if acting_for is None and len(rows) > 1:
        request.session[ACTING_FOR] = chosen.pk  # so that it is noticed when this one stops
    return reader_for(chosen, address=request.META.get("REMOTE_ADDR", "")) if chosen else None


def with_teams(memberships):
    """The memberships with the numbers of their teams and of the teams' principals, and the kinds of terms
    that their person has yet to accept, in the same query.
    """
    return memberships.annotate(
        team_ids=OfTeams("id"),
        team_principals=OfTeams("principal_id"),
        unaccepted_terms=Func(
            F("user_id"), function="pam_unaccepted_terms", output_field=ArrayField(TextField())
        ),
    )


class OfTeams(Func):
    """An array of a column of the membership's teams: asked with each request, so written out and not put
    together.
    """

    output_field = ArrayField(BigIntegerField())
    template = (
        "ARRAY(SELECT t.%(column)s FROM access_membership_teams m JOIN access_team t ON t.id = m.team_id"
        " WHERE m.membership_id = %(expressions)s ORDER BY t.id)"
    )

    def __init__(self, column, pk="pk"):
        super().__init__(F(pk), column=column)


def reader_for(membership, *, address=""):
    """The `Reader` that `membership` makes (annotated by `with_teams`; it must be live: the caller asked)."""
    principals = (membership.principal_id, membership.agency.principal_id, *membership.team_principals)
    return Reader(
        user_id=membership.user_id,
        membership_id=membership.pk,
        agency_id=membership.agency_id,
        name=membership.user.name,
        agency_name=membership.agency.name,
        principals=tuple(sorted(principals)),
        clearance=membership.clearance,
        roles=frozenset(membership.roles),
        team_ids=tuple(sorted(membership.team_ids)),
        post=membership.post,
        unaccepted_terms=frozenset(membership.unaccepted_terms),
        address=address,
    )


def reader_of_membership(pk):
    """The `Reader` of the live membership `pk`, or None: for jobs, which get ids and ask again."""
    membership = with_teams(Membership.objects.live().filter(pk=pk).select_related("agency", "user")).first()
    return reader_for(membership) if membership else None
