"""Who could own an action, and what a plan would add."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from pam.access import visibility
from pam.access.kept_rows import KeptRows
from pam.access.levels import Level
from pam.access.models import Agency, Membership, Team
from pam.access.naming import Offer
from pam.access.selectors import contacts_of, kept_agencies, people_behind
from pam.actions.models import Action
from pam.actions.owners import Owner
from pam.db.folding import fold
from pam.records.models import Record

MAX_OWNERS = 200  # people that part of a name can mean in a filter

# `actions_among(reader, numbers)`: {number: action} of those that `reader` may see, with their owners.
actions_among = KeptRows(lambda reader, today: visibility.visible_to(reader, Action).with_owner())


@dataclass(frozen=True)
class Step:
    """One action of a plan that is about to be applied."""

    title: str
    strand: str
    owner: Owner
    due: date
    details: str = ""


def possible_owners(actor, record, *, agencies=None):
    """The live memberships, by name, who would see an action of `record` that is for `agencies`.

    They are reached by the owner team or a live grant (`view` or more), are cleared for the record, and it is
    for their agency. Who else has a grant is for those who manage the record to know: others choose
    among their own and the owning agency's people. `record` came through the gate for `actor`.
    """
    reached = _live_principals(record)
    people = Membership.objects.live().filter(
        Q(principal_id__in=reached)
        | Q(agency__principal_id__in=reached)
        | Q(teams__principal_id__in=reached),
        clearance__gte=record.marking,
    )
    if agencies is not None:
        people = people.filter(agency_id__in={actor.agency_id, *agencies})
    if visibility.level(actor, record) < Level.MANAGE:
        people = people.filter(agency_id__in={actor.agency_id, record.agency_id})
    return (
        people.select_related("user", "agency")
        .order_by("agency__name__folded", "user__name__folded", "pk")
        .distinct()
    )


def agencies_by_name():
    """[(number, name)] of every agency, as people look for them; as this process keeps them."""
    return [(number, name) for number, name, _ in kept_agencies()]


def of_owners_named(rows, words):
    """Those of `rows` (actions through the gate) whose owner's name has each of `words`, or whose named
    holder: of at most `MAX_OWNERS` people and teams.
    """
    people, teams, agencies = Membership.objects.all(), Team.objects.all(), Agency.objects.all()
    holder = ~Q(holder="")
    for word in fold(words).split():
        people = people.filter(user__name__folded__contains=word)
        teams, agencies = (
            teams.filter(name__folded__contains=word),
            agencies.filter(name__folded__contains=word),
        )
        holder &= Q(holder__folded__contains=word)
    found = [list(some.values_list("pk", flat=True)[:MAX_OWNERS]) for some in (people, teams, agencies)]
    itself = Q(owner=None, owner_team=None, owner_agency_id__in=found[2])
    return rows.filter(Q(owner_id__in=found[0]) | Q(owner_team_id__in=found[1]) | itself | holder)


def possible_groups(actor, record, *, agencies=None):
    """(agencies, teams), by name, in which a person would see an action of `record` that is for `agencies`:
    reached as a whole, or (an agency) by the team that answers for it.
    """
    reached = _live_principals(record)
    people = possible_owners(actor, record, agencies=agencies).order_by()
    teams = Team.objects.filter(
        Q(principal_id__in=reached) | Q(agency__principal_id__in=reached), members__in=people.values("pk")
    )
    whole = Agency.objects.filter(
        Q(principal_id__in=reached) | Q(contact_point__team__principal_id__in=reached),
        pk__in=people.values("agency_id"),
    )
    teams = teams.select_related("agency").order_by("agency__name__folded", "name__folded", "pk")
    return whole.order_by("name__folded", "pk").distinct(), teams.distinct()


def every_owner(actor, record, *, agencies=None):
    """The `Offer` of all who could own a new action of `record`: people, teams and agencies."""
    return _offer(actor, record, agencies, "owner", {"of": record.uuid})


def owners_of(actor, action):
    """The `Offer` of all who could own `action` (through the gate for `actor`): of its owner's agency, where
    `actor` only views the record.
    """
    offered = _offer(actor, action.record, action.agencies, "action_owner", {"of": action.uuid})
    if visibility.level(actor, action) >= Level.CONTRIBUTE:
        return offered
    people, teams, whole = (rows for _, rows in offered.groups)
    own = action.owner_agency_id
    groups = [
        ("People", people.filter(agency_id=own)),
        ("Teams", teams.filter(agency_id=own)),
        ("Agencies", whole.filter(pk=own)),
    ]
    return Offer(groups, "action_owner", {"of": action.uuid})


def followers(actor, record):
    """The `Offer` of the people who could follow up an action of `record`."""
    return Offer([("People", possible_owners(actor, record))], "follower", {"of": record.uuid})


def _offer(actor, record, agencies, code, asked):
    whole, teams = possible_groups(actor, record, agencies=agencies)
    people = possible_owners(actor, record, agencies=agencies)
    return Offer([("People", people), ("Teams", teams), ("Agencies", whole)], code, asked)


def open_owners(reader, asked):
    """`every_owner` for the address of the suggestions, of a record that `reader` may add to."""
    return every_owner(reader, _added_to(reader, asked))


def open_followers(reader, asked):
    """`followers` for the address of the suggestions."""
    return followers(reader, _added_to(reader, asked))


def open_owners_of(reader, asked):
    """`owners_of` for the address of the suggestions, of an action that `reader` may change or hand on."""
    action = visibility.get(reader, Action, asked.get("of"))
    if not owns(reader, action):
        visibility.require_change(reader, action)
    return owners_of(reader, action)


def _added_to(reader, asked):
    return visibility.get(reader, Record, asked.get("of"), level=Level.CONTRIBUTE)


def people_of(action):
    """The live memberships that an action's owner stands for: the person, those in the team, or who answers
    for the agency.
    """
    if action.owner_id:
        return [action.owner]
    if action.owner_team_id:
        return people_behind(action.owner_team.principal)
    return contacts_of(action.owner_agency_id)


def owns(reader, action):
    """Whether `reader` owns `action`: in person, in one of their teams, or as one of the agency itself."""
    if action.owner_id:
        return action.owner_id == reader.membership_id
    if action.owner_team_id:
        return action.owner_team_id in reader.team_ids
    return action.owner_agency_id == reader.agency_id


def answers_decline(action):
    """The membership, in a list, to which an action goes back that its owner declined: the person who raised
    it; the record's lead, if that person can no longer act.
    """
    author = list(Membership.objects.live().filter(pk=action.author_id))
    return author or list(Membership.objects.live().filter(pk=action.record.lead_id))


def responsible_for(action):
    """The live memberships that an open action waits for: those of its owner; who answers if it was
    declined.
    """
    return answers_decline(action) if action.declined else people_of(action)


def _live_principals(record):
    """The record's readers who see its actions, and whose reach has not ended by the clock (the array is only
    an index).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_live_readers(%s, 'action')", [record.pk])
        return [row[0] for row in cursor.fetchall()]


def steps_of(template, owner):
    """The template's steps as `Step`s for `owner`, dated from today."""
    today = timezone.localdate()
    return [
        Step(
            title=row["step"],
            details=row.get("details", ""),
            owner=owner,
            due=today + timedelta(days=row["days"]),
            strand=row.get("strand", ""),
        )
        for row in template.body["steps"]
    ]


def may_finish(actor, action, level):
    """Whether `actor`, at `level` on the record, may finish `action`: its owner, or who may change it."""
    return owns(actor, action) or visibility.may_change(actor, action, level)
