"""The people who are told when an action stays overdue."""

from pam.access.models import Membership
from pam.access.roles import PlatformRole
from pam.actions.declared_settings import LEAD, SUPERVISORS
from pam.reference.selectors.settings import setting


def told_of_overdue(action):
    """The live memberships that are told about `action`, as its owner's agency has set: the owner's
    supervisors, the record's lead, or both; without the owner, who has been reminded. Whether they may see it
    is asked when the mail is sent.
    """
    told = setting("actions.escalated_to", action.owner_agency_id)
    people = [] if told == LEAD else _supervisors(action)
    if told != SUPERVISORS:
        people += Membership.objects.live().filter(pk=action.record.lead_id)
    return [person for person in people if person.pk != action.owner_id]


def _supervisors(action):
    """The supervisors in the owner's team (a person's: in one of theirs); the agency's, if it has none."""
    all_of_them = Membership.objects.live().filter(
        agency_id=action.owner_agency_id, roles__contains=[PlatformRole.SUPERVISOR]
    )
    nearest = all_of_them.none()
    if action.owner_team_id:
        nearest = all_of_them.filter(teams=action.owner_team_id)
    elif action.owner_id:
        nearest = all_of_them.filter(teams__members=action.owner_id).distinct()
    return list(nearest.exclude(pk=action.owner_id)) or list(all_of_them)
