"""Who an administrator may name: the manager of a team, and who takes over from a person who leaves."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from pam.access.models import Membership
from pam.access.naming import Offer, short_words
from pam.accounts.selectors.leaving import candidates
from pam.accounts.selectors.people import ADMINISTRATOR, people_of, teams_of


def possible_managers(team):
    """The `Offer` of the live people in `team`."""
    return Offer(
        [("People", Membership.objects.live().filter(teams=team))], "manager", {"of": team.uuid}, short_words
    )


def possible_heirs(membership, *, team=None, marking=0):
    """The `Offer` of who could take over from `membership` (see `candidates`)."""
    asked = {"of": membership.uuid, "marking": int(marking), **({"team": team.uuid} if team else {})}
    return Offer([("People", candidates(membership, team=team, marking=marking))], "heir", asked, short_words)


def open_managers(reader, asked):
    """`possible_managers` for the address of the suggestions."""
    return possible_managers(_one(teams_of(_administrator(reader)), asked.get("of")))


def open_heirs(reader, asked):
    """`possible_heirs` for the address of the suggestions."""
    person = _one(people_of(_administrator(reader)), asked.get("of"))
    team = _one(teams_of(reader), asked["team"]) if asked.get("team") else None
    marking = asked.get("marking", "0")
    return possible_heirs(person, team=team, marking=int(marking) if marking in {"0", "1", "2"} else 9)


def _administrator(reader):
    if not reader.has_role(ADMINISTRATOR):
        raise PermissionDenied
    return reader


def _one(rows, uuid):
    row = rows.filter(uuid=uuid).first()
    if row is None:
        raise Http404
    return row
