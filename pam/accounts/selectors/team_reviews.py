"""Access reviews: what waits, who is in a team, and what of its records is shared."""

import hashlib

from pam.access.models import Grant, Membership, Principal
from pam.accounts.models import TeamReview
from pam.accounts.selectors.people import teams_of
from pam.reference.selectors.settings import setting

LIMIT = 20


def review_periods(agency_id):
    """{"review", "warn", "lapse"}: days between reviews in an agency, until a warning, and until what nobody
    confirmed lapses.
    """
    keys = {"review": "review_days", "warn": "review_warning_days", "lapse": "review_lapse_days"}
    return {name: setting(f"accounts.{key}", agency_id) for name, key in keys.items()}


def review_of(reader, uuid):
    """The review with this `uuid` whose team `reader` manages, or None. The database asks too."""
    rows = TeamReview.objects.filter(uuid=uuid, team__manager_id=reader.membership_id)
    return rows.select_related("team__agency", "answered_by__user").first()


def members_of(team):
    """The live memberships in `team`, by name."""
    return (
        Membership.objects.live()
        .filter(teams=team)
        .select_related("user")
        .order_by("user__name__folded", "pk")
    )


def shares_of(team):
    """The shares that are on the team's records, as a queryset: those that the reader manages, the database
    says.
    """
    rows = Grant.objects.live().filter(content_object__team=team, source=Grant.Source.SHARE)
    return rows.exclude(group_id=team.principal_id)


def receivers_of(grants):
    """{number: Principal} of which person these grants name."""
    return Principal.objects.select_related("agency").in_bulk({grant.group_id for grant in grants})


def review_fingerprint(team):
    """A text that changes with who is in the team and with what is shared: what is confirmed is what was
    looked at.
    """
    people = members_of(team).order_by("pk").values_list("pk", flat=True)
    shares = shares_of(team).order_by("pk").values_list("pk", "level", "until")
    return hashlib.sha256(repr((list(people), list(shares))).encode()).hexdigest()[:32]


def states_of(actor):
    """The teams of `actor`'s agency, each with `last`, its latest review or None, and `late`. Raises
    PermissionDenied.
    """
    teams = list(teams_of(actor))
    rows = (
        TeamReview.objects.filter(team__in=teams)
        .select_related("answered_by__user")
        .order_by("team_id", "-opened_at", "-pk")
    )
    last = {row.team_id: row for row in rows.distinct("team_id")}
    for team in teams:
        team.last = last.get(team.pk)
        team.late = bool(team.last and team.last.waiting and team.last.warned_at)
    return teams
