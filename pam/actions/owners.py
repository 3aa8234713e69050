"""Who owns an action: a person with a sign-in, a team, or an agency; beside a team or agency a name in words.

The agency is always known (`owner_agency`). `owner` names the person, `owner_team` the team; with neither the
agency itself owns the action. The database holds that not both are named (action_has_one_owner).
"""

from pam.access.models import Agency, Membership, Team
from pam.ui.direction import isolated

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


def key_of(owner: Owner | None) -> str:
    """What a form sends for `owner`: "12" for a person, "team-5", "agency-3"."""
    if owner is None or isinstance(owner, Membership):
        return str(owner.pk) if owner else ""
    return f"{'team' if isinstance(owner, Team) else 'agency'}-{owner.pk}"


def name_of(owner: Owner) -> str:
    """The name of the person, team or agency alone."""
    return owner.user.name if isinstance(owner, Membership) else owner.name


def choice_words(owner: Owner) -> str:
    """A line of a list: "Gita Granted, Probation officer (Northshire Probation Service)", "Beat team
    (Eastmoor Police)", "Eastmoor Police".
    """
    if isinstance(owner, Agency):
        return str(isolated(owner.name))
    post = f", {isolated(owner.post)}" if isinstance(owner, Membership) and owner.post else ""
    return f"{isolated(name_of(owner))}{post} ({isolated(owner.agency.name)})"
