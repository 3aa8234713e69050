"""Who owns an action: a person with a sign-in, a team, or an agency; beside a team or agency a name in words.

The agency is always known (`owner_agency`). `owner` names the person, `owner_team` the team; with neither the
agency itself owns the action. The database holds that not both are named (action_has_one_owner).
"""

from pam.access.models import Agency, Membership, Team
from pam.access.naming import full_words as choice_words
from pam.access.naming import key_of, name_of

__all__ = ["Owner", "agency_of", "assign", "choice_words", "ids_of", "key_of", "name_of", "offer", "owner_of"]

Owner = Membership | Team | Agency


def assign(action, owner: Owner, holder: str = "") -> None:
    """Makes `owner` the owner of `action`, which is not saved; `holder` names a person beside a group."""
    action.owner = owner if isinstance(owner, Membership) else None
    action.owner_team = owner if isinstance(owner, Team) else None
    if isinstance(owner, Agency):
        action.owner_agency = owner
    action.owner_agency_id = agency_of(owner)
    action.holder = "" if action.owner else holder.strip()


def offer(action, *, by: int | None) -> None:
    """Asks the owner of `action`, which is not saved, to accept it; not the person who gave it to themselves:
    `by` is the number of the membership that gives it.
    """
    themselves = by is not None and action.owner_id == by
    action.acceptance = "accepted" if themselves else "offered"
    action.answer = ""


def owner_of(action) -> Owner:
    """The person, team or agency that owns `action`."""
    return action.owner or action.owner_team or action.owner_agency


def agency_of(owner: Owner) -> int:
    """The number of the agency that `owner` is of, or is."""
    return owner.pk if isinstance(owner, Agency) else owner.agency_id


def ids_of(action) -> tuple[int | None, int | None, int]:
    """What changes when the owner does: the numbers of person, team and agency."""
    return action.owner_id, action.owner_team_id, action.owner_agency_id
