"""Who owns an action: a person with a sign-in, a team, or an agency; beside a team or agency a name in words.

The agency is always known (`owner_agency`). `owner` names the person, `owner_team` the team; with neither the
agency itself owns the action. The database holds that not both are named (action_has_one_owner).
"""

from pam.access.models import Agency, Membership, Team
from pam.access.naming import full_words as choice_words
from pam.access.naming import key_of, name_of

__all__ = ["Owner", "assign", "choice_words", "ids_of", "key_of", "name_of", "owner_of"]

Owner = Membership | Team | Agency


def assign(action, owner: Owner, holder: str = "") -> None:
    """Makes `owner` the owner of `action`, which is not saved; `holder` names a person beside a group."""
    action.owner = owner if isinstance(owner, Membership) else None
    action.owner_team = owner if isinstance(owner, Team) else None
    action.owner_agency_id = owner.pk if isinstance(owner, Agency) else owner.agency_id
    action.holder = "" if action.owner else holder.strip()


def owner_of(action) -> Owner:
    """The person, team or agency that owns `action`."""
    return action.owner or action.owner_team or action.owner_agency


def ids_of(action) -> tuple[int | None, int | None, int]:
    """What changes when the owner does: the numbers of person, team and agency."""
    return action.owner_id, action.owner_team_id, action.owner_agency_id
