"""Requests to join a team or for a role: who decides, what waits, the outcome."""

from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, F, Func, Q
from django.utils import timezone

from pam.access.models import Membership
from pam.access.selectors import with_deciders
from pam.accounts.models import MembershipRequest

SHOWN_DAYS = 30
LIMIT = 200
WISH = (F("agency_id"), F("membership_id"), F("team_id"), F("asked_by_id"))
WATCHERS = (Membership.Role.ADMINISTRATOR, Membership.Role.AUDITOR)


class _Deciders(Func):
    """The numbers of the memberships that may decide a request, as PostgreSQL works them out."""

    output_field = ArrayField(BigIntegerField())
    function = "pam_deciders_of"
    template = "ARRAY(SELECT * FROM %(function)s(%(expressions)s))"


def all_requests():
    """Every request, with its people and team, `mine` (the reader's to decide) and `decider_ids`."""
    rows = MembershipRequest.objects.select_related(
        "membership__user", "team", "asked_by__user", "decided_by__user"
    )
    return rows.annotate(
        mine=Func(*WISH, function="pam_decides", output_field=BooleanField()), decider_ids=_Deciders(*WISH)
    )


def sees_all_requests(reader):
    """Whether `reader` sees the requests of their whole agency."""
    return reader.has_role(*WATCHERS)


def _seen_by(reader):
    """The requests of the reader's agency that they may know of: all, or what they decide or have decided."""
    rows = all_requests().filter(agency_id=reader.agency_id)
    if sees_all_requests(reader):
        return rows
    return rows.filter(Q(mine=True) | Q(decided_by_id=reader.membership_id))


def waiting_requests(reader):
    """The requests that wait and that `reader` may know of, the oldest first, each with `mine` (theirs to
    decide) and `deciders`, the live memberships that may decide it.
    """
    return with_deciders(_seen_by(reader).waiting().order_by("asked_at", "pk")[:LIMIT])


def decided_requests(reader):
    """The requests of the last days that `reader` may know of and that wait no more, the newest first."""
    since = timezone.now() - timedelta(days=SHOWN_DAYS)
    rows = _seen_by(reader).filter(Q(decided_at__gt=since) | Q(withdrawn_at__gt=since))
    return list(rows.order_by("-asked_at", "-pk")[:LIMIT])


def request_to_decide(reader, uuid):
    """The waiting request that is theirs to decide, or None."""
    return all_requests().filter(agency_id=reader.agency_id, mine=True, uuid=uuid).waiting().first()


def waiting_for_person(membership):
    """What waits for one person, with `deciders`: for their page, and their own account's."""
    return with_deciders(all_requests().filter(membership=membership).waiting().order_by("asked_at", "pk"))


def new_members(reader):
    """Who began to act for the agency in the last days, the newest first; for those who watch over it."""
    if not sees_all_requests(reader):
        return []
    since = timezone.now() - timedelta(days=SHOWN_DAYS)
    rows = Membership.objects.filter(agency_id=reader.agency_id, starts_at__gt=since).select_related("user")
    return list(rows.prefetch_related("teams").order_by("-starts_at", "-pk")[:LIMIT])
