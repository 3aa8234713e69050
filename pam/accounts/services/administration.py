"""What an agency's administrator does with its people and teams. Never a word about any record.

The database asks too: it takes these writes only from a person who administers the agency at that moment, and
never on their own row (`gate` of `Membership` and `Team`).
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from pam.access.errors import Refused, Stale
from pam.access.models import Membership, Team
from pam.access.roles import CONFIRMED_ROLES
from pam.access.services import create_team
from pam.access.validation import optional_text, require_text, save_valid
from pam.access.visibility import Reader
from pam.accounts.selectors.people import require_administrator
from pam.accounts.services.membership_requests import require_compatible, update_requests
from pam.audit.services import Verb, log
from pam.db.folding import sort_key
from pam.ui.dates import long_date


def require_clearance(actor: Reader, clearance: int) -> None:
    """Raises Refused if `actor` would clear a person for more than they are cleared for themselves."""
    if clearance > actor.clearance:
        raise Refused(
            "You cannot give a clearance higher than your own.",
            code="above_own_clearance",
            field="clearance",
        )


@transaction.atomic
def change_person(
    *,
    actor: Reader,
    membership: Membership,
    version: int,
    post: str,
    roles: Collection[str],
    clearance: int,
    teams: Iterable[Team],
) -> Membership:
    """Sets what a person is cleared for, their post, roles and teams, from a form opened at `version`.

    Teams that they are not in, and roles that need a second person, are asked for (`MembershipRequest`) and
    come once they are accepted; `row.asked` are the new requests. Raises PermissionDenied if the actor is not
    an administrator of the agency, Stale if another administrator saved since, Refused for one's own row, a
    team of another agency, roles that exclude each other, or more clearance than the administrator has.
    """
    row = _claim(actor, membership, version)
    teams = sorted(teams, key=lambda team: sort_key(team.name))
    if any(team.agency_id != row.agency_id for team in teams):
        raise Refused("Choose teams from your own agency.", code="not_own_agency", field="teams")
    if clearance != row.clearance:
        require_clearance(actor, clearance)
    confirmed = {role for role in roles if role in CONFIRMED_ROLES and role not in row.roles}
    if not set(roles) <= set(row.roles):
        require_compatible(roles, row.agency_id)
    before = _told(row)
    row.post, row.clearance = post.strip(), clearance
    row.roles = sorted(set(roles) - confirmed)
    save_valid(row, update_fields=["post", "roles", "clearance", "version"])
    wanted = {team.pk for team in teams}
    row.teams.remove(*row.teams.exclude(pk__in=wanted))
    Team.objects.filter(manager=row).exclude(pk__in=wanted).update(manager=None)
    has = set(row.teams.values_list("pk", flat=True))
    row.asked = update_requests(
        actor=actor, membership=row, teams=[team for team in teams if team.pk not in has], roles=confirmed
    )
    said = _differences(before, _told(row))
    said += [f"asked for {request.wish}" for request in row.asked]
    _log(actor, row, "change person", "; ".join(said))
    return row


def _told(row):
    """What the log says of a person: {what: words}."""
    return {
        "post": row.post or "none",
        "roles": ", ".join(sorted(row.roles)) or "none",
        "clearance": row.get_clearance_display(),
        "teams": ", ".join(row.teams.order_by("name__folded").values_list("name", flat=True)) or "none",
    }


def _differences(before, after):
    return [f"{name}: {before[name]} → {after[name]}" for name in before if before[name] != after[name]]


@transaction.atomic
def suspend(*, actor: Reader, membership: Membership, version: int, reason: str) -> Membership:
    """Shuts a person out at once: their open pages answer nothing at the next click. `restore` lets them
    back.

    Raises PermissionDenied, Stale, or Refused without a reason, for oneself, or if it is so already.
    """
    row = _claim(actor, membership, version)
    if row.suspended or row.ended:
        raise Refused("They already cannot act for your agency.", code="already_out")
    row.suspended = True
    save_valid(row, update_fields=["suspended", "version"])
    _log(actor, row, "suspend person", reason=_reason(reason))
    return row


@transaction.atomic
def restore(*, actor: Reader, membership: Membership, version: int, reason: str) -> Membership:
    """Lets a person act for the agency again whose membership was suspended or has ended, as it was.

    Raises PermissionDenied, Stale, or Refused without a reason, for oneself, or if nothing is in the way.
    """
    row = _claim(actor, membership, version)
    if not row.suspended and not row.ended:
        raise Refused("They can already act for your agency.", code="already_in")
    row.suspended, row.ends_at = False, None
    save_valid(row, update_fields=["suspended", "ends_at", "version"])
    _log(actor, row, "restore person", reason=_reason(reason))
    return row


@transaction.atomic
def end(*, actor: Reader, membership: Membership, version: int, ends_at: datetime, reason: str) -> Membership:
    """Ends a membership at `ends_at`, now or later; one that has ended already stays as it is.

    Raises PermissionDenied, Stale, or Refused for oneself.
    """
    reason = optional_text(reason, field="reason")
    row = _claim(actor, membership, version)
    if not row.ended:
        row.ends_at = ends_at
    save_valid(row, update_fields=["ends_at", "version"])
    _log(actor, row, "end membership", long_date(timezone.localdate(row.ends_at)), reason=reason)
    return row


@transaction.atomic
def keep(*, actor: Reader, membership: Membership, version: int) -> Membership:
    """Takes back an end that is still to come.

    Raises PermissionDenied, Stale, or Refused if there is none.
    """
    row = _claim(actor, membership, version)
    if row.ended or row.ends_at is None:
        raise Refused("Their membership has no end date to cancel.", code="no_end")
    row.ends_at = None
    save_valid(row, update_fields=["ends_at", "version"])
    _log(actor, row, "keep membership")
    return row


def _reason(text):
    require_text(text, "Say why.", field="reason")
    return text.strip()


def _claim(actor, membership, version):
    """The row as it is now, locked and counted up. One change of an agency's people at a time.

    So two administrators who suspend each other at the same moment don't both succeed: the second is none any
    more.
    """
    require_administrator(actor)
    if membership.user_id == actor.user_id:
        raise Refused(
            "You cannot change your own membership. Ask another administrator of your agency.",
            code="own_membership",
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('pam.people'), %s)", [actor.agency_id])
    row = (
        Membership.objects.select_for_update(of=("self",))
        .filter(pk=membership.pk, agency_id=actor.agency_id)
        .first()
    )
    if row is None:
        raise PermissionDenied
    if row.version != version:
        raise Stale(row)
    row.version = version + 1
    return row


def _log(actor, row, operation, detail="", reason=""):
    log(
        actor,
        Verb.ALTERATION,
        operation,
        detail=f"{row.user.name}: {detail}" if detail else row.user.name,
        reason=reason,
    )


@transaction.atomic
def add_team(*, actor: Reader, name: str, contact: str = "") -> Team:
    """A new team of `actor`'s agency. Raises PermissionDenied, or Refused if the name is taken."""
    require_administrator(actor)
    team = _once(lambda: create_team(agency=_agency(actor), name=name.strip(), contact=contact))
    log(actor, Verb.COLLECTION, "add team", detail=team.name)
    return team


def _agency(actor):
    return Membership.objects.select_related("agency").get(pk=actor.membership_id).agency


@transaction.atomic
def change_team(*, actor: Reader, team: Team, name: str, contact: str, manager: Membership | None) -> Team:
    """Renames a team and says who manages it (a live member of it, or None).

    Raises PermissionDenied for a team of another agency, or Refused.
    """
    require_administrator(actor)
    if team.agency_id != actor.agency_id:
        raise PermissionDenied
    if manager is not None and not Membership.objects.live().filter(pk=manager.pk, teams=team).exists():
        raise Refused("Choose a person who is in the team.", code="not_in_team", field="manager")
    team.name, team.contact, team.manager = name.strip(), contact, manager
    _once(lambda: save_valid(team, update_fields=["name", "contact", "manager"]))
    principal = team.principal
    principal.label = f"{team.name}, {team.agency.short_name}"
    save_valid(principal, update_fields=["label"])
    log(
        actor,
        Verb.ALTERATION,
        "change team",
        detail=f"{team.name}: manager {manager.user.name if manager else 'none'}",
    )
    return team


def _once(write):
    """What `write()` gives. Raises Refused if the agency has a team of that name."""
    try:
        with transaction.atomic():
            return write()
    except IntegrityError:
        raise Refused(
            "Your agency already has a team with that name.", code="name_taken", field="name"
        ) from None
