"""Joining a team and being given a role that needs a second person: asked for, accepted, refused, withdrawn.

The database keeps both from being written in any other way (pam/accounts/sql/triggers.sql), and asks who
decides at the moment of deciding.
"""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone

from pam.access.deciding import decide
from pam.access.errors import Refused
from pam.access.models import Membership, Team
from pam.access.validation import optional_text, require_text, save_valid
from pam.access.visibility import Reader
from pam.accounts.models import MembershipRequest
from pam.accounts.role_pairs import excluded_pair
from pam.accounts.selectors.people import require_administrator
from pam.audit.services import Verb, log

DECIDE = "SELECT pam_decide_membership_request(%s, %s, %s)"
APPLY = "SELECT pam_apply_membership_request(%s, %s, NULL, %s)"
REFUSALS = {
    "no_longer_waiting": "This request has been decided or withdrawn in the meantime.",
    "excluded": "They have a role that no one can hold together with this one. Refuse the request, or ask an"
    " administrator to take the other role away first.",
    "left": "They no longer act for your agency. Refuse the request.",
}


def require_compatible(roles: Collection[str], agency_id: int) -> None:
    """Raises Refused if two of `roles` are ones that nobody has together in the agency."""
    if pair := excluded_pair(roles, agency_id):
        raise Refused(
            f"No one can be {pair[0]} and {pair[1]} at the same time. Choose one of them.",
            code="excluded_roles",
            field="roles",
        )


def update_requests(
    *, actor: Reader, membership: Membership, teams: Iterable[Team], roles: Iterable[str]
) -> list[MembershipRequest]:
    """Makes the open requests of a person what is asked for now; returns the new ones.

    `teams` and `roles` are those that they don't have yet. Part of the administrator's change of the person,
    which asked whether they may. What waits already goes on waiting, what is no longer asked is withdrawn.
    """
    wanted = {(team.pk, "") for team in teams} | {(None, str(role)) for role in roles}
    for row in MembershipRequest.objects.waiting().filter(membership=membership):
        if (row.team_id, row.role) in wanted:
            wanted.discard((row.team_id, row.role))
        else:
            row.withdrawn_at = timezone.now()
            save_valid(row, update_fields=["withdrawn_at"])
    made = []
    for team, role in sorted(wanted, key=str):
        row = MembershipRequest(
            agency_id=membership.agency_id,
            membership=membership,
            team_id=team,
            role=role,
            asked_by_id=actor.membership_id,
        )
        save_valid(row)
        made.append(row)
    return made


@transaction.atomic
def accept_request(*, actor: Reader, request: MembershipRequest) -> None:
    """Lets the person into the team, or gives them the role, at once.

    Raises PermissionDenied if it is not the actor's to decide, Refused if it waits no more, the person has
    left, or has a role that excludes this one.
    """
    decide(DECIDE, request.uuid, True, "", REFUSALS)
    log(actor, Verb.ALTERATION, "accept membership request", detail=str(request))


@transaction.atomic
def refuse_request(*, actor: Reader, request: MembershipRequest, reason: str) -> None:
    """Leaves the person without the team or role. Raises as `accept_request`; Refused without a reason."""
    reason = require_text(reason, "Say why.", field="reason")
    decide(DECIDE, request.uuid, False, reason, REFUSALS)
    log(actor, Verb.ALTERATION, "refuse membership request", detail=str(request), reason=reason)


@transaction.atomic
def withdraw_request(*, actor: Reader, request: MembershipRequest) -> None:
    """Takes back what an administrator of the agency asked for. Raises PermissionDenied, or Refused."""
    require_administrator(actor)
    rows = MembershipRequest.objects.waiting().select_for_update().filter(agency_id=actor.agency_id)
    row = rows.filter(pk=request.pk).first()
    if row is None:
        raise Refused(REFUSALS["no_longer_waiting"], code="no_longer_waiting")
    row.withdrawn_at = timezone.now()
    save_valid(row, update_fields=["withdrawn_at"])
    log(actor, Verb.ALTERATION, "withdraw membership request", detail=str(request))


@transaction.atomic
def decide_as_owner(request: MembershipRequest, *, accepted: bool, reason: str) -> None:
    """Decides where nobody of the agency can; run as the owner role. Raises Refused."""
    reason = optional_text(reason, field="reason")
    decide(APPLY, request.pk, accepted, reason, REFUSALS)
    how = "accept membership request" if accepted else "refuse membership request"
    log(None, Verb.ALTERATION, how, detail=str(request), reason=reason)
