"""Many actions that a person chose from a list: what a change would reach, and who could own them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db import connection
from django.db.models import Q
from django.http import Http404

from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Agency, ContactPoint, Membership, Team
from pam.access.naming import Offer
from pam.access.reader import reader_of_membership
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.actions.owners import Owner, agency_of, assign, ids_of, name_of
from pam.actions.selectors.actions import owns
from pam.records.models import Batch, Record


def new_owners(reader: Reader, actions: Collection[Action], asked: Mapping[str, str]) -> Offer:
    """The `Offer` of all who could own one of `actions` (through the gate): as for one action, the people of
    other agencies only where `reader` manages the record (see `possible_owners`).
    """
    numbers = {action.record_id for action in actions}
    levels = visibility.levels(reader, numbers)
    records = visibility.visible_to(reader, Record).in_bulk(numbers)
    near = {reader.agency_id, *(record.agency_id for record in records.values())}
    reached: dict[bool, set[int]] = {True: set(), False: set()}
    for number, principals in live_principals(numbers).items():
        reached[levels.get(number, 0) >= Level.MANAGE] |= principals
    people = Membership.objects.live().filter(
        _people_in(reached[True]) | _people_in(reached[False]) & Q(agency_id__in=near)
    )
    everywhere = reached[True] | reached[False]
    teams = Team.objects.filter(
        Q(principal_id__in=everywhere) | Q(agency__principal_id__in=everywhere),
        members__in=people.values("pk"),
    )
    whole = Agency.objects.filter(
        Q(principal_id__in=everywhere) | Q(contact_point__team__principal_id__in=everywhere),
        pk__in=people.values("agency_id"),
    )
    groups = [("People", people.distinct()), ("Teams", teams.distinct()), ("Agencies", whole.distinct())]
    return Offer(groups, "new_owner", dict(asked))


def changeable(reader: Reader, actions: Iterable[Action]) -> list[Action]:
    """Those of `actions` that are open and that `reader` may change, or hand on as their owner. One query."""
    actions = list(actions)
    why = _why_not(reader, actions)
    return [action for action in actions if not why.get(action.pk)]


def why_left(
    reader: Reader,
    actions: Collection[Action],
    *,
    owner: Owner | None = None,
    holder: str = "",
    due: date | None = None,
) -> dict[int, str]:
    """{number: why it stays as it is} of those of `actions` that a change to `owner`, `due` or both would not
    reach. A constant number of queries.
    """
    why = _why_not(reader, actions)
    own = set() if due is None else {action.pk for action in hands_on_alone(reader, actions)}
    cannot = unseen_by(reader, actions, owner) if owner is not None else set()
    for action in actions:
        if action.pk in why:
            continue
        if action.pk in own:
            why[action.pk] = "You can hand it on, but not change its due date."
            continue
        if action.pk in cannot:
            why[action.pk] = f"{name_of(owner)} cannot be its owner."
        elif (owner is None or owned_by(action, owner, holder)) and due in (None, action.due):
            why[action.pk] = "It is like that already."
    return why


def owned_by(action: Action, owner: Owner, holder: str = "") -> bool:
    """Whether `owner` owns `action` already, with the same named holder."""
    theirs = Action()
    assign(theirs, owner, holder)
    return (*ids_of(theirs), theirs.holder) == (*ids_of(action), action.holder)


def _why_not(reader, actions):
    levels = visibility.levels(reader, {action.record_id for action in actions})
    why = {}
    for action in actions:
        if action.status != Action.Status.OPEN:
            why[action.pk] = "It has ended."
        elif not (
            visibility.may_change(reader, action, levels.get(action.record_id, 0)) or owns(reader, action)
        ):
            why[action.pk] = "You cannot change it."
    return why


def may_undo(reader: Reader, actions: Collection[Action]) -> bool:
    """Whether `reader` may still change any of `actions`, as they are now. One query."""
    levels = visibility.levels(reader, {action.record_id for action in actions})
    return any(visibility.may_change(reader, a, levels.get(a.record_id, 0)) for a in actions)


def hands_on_alone(reader: Reader, actions: Collection[Action]) -> list[Action]:
    """Those of `actions` that `reader` owns and may hand on within their agency, and not change otherwise.
    One query.
    """
    levels = visibility.levels(reader, {action.record_id for action in actions})
    return [
        action
        for action in actions
        if owns(reader, action) and not visibility.may_change(reader, action, levels.get(action.record_id, 0))
    ]


def unseen_by(reader: Reader, actions: Collection[Action], owner: Owner) -> set[int]:
    """The numbers of those of `actions` that `owner` could not see, or that `reader` may not give them."""
    records = visibility.visible_to(reader, Record).in_bulk({action.record_id for action in actions})
    levels = visibility.levels(reader, records)
    sees = _sees_as_person if isinstance(owner, Membership) else _sees_as_group
    seen = sees(reader, actions, owner)
    alone = {action.pk for action in hands_on_alone(reader, actions)}
    seen -= {a.pk for a in actions if a.pk in alone and agency_of(owner) != a.owner_agency_id}
    return {
        action.pk
        for action in actions
        if action.pk not in seen
        or not (
            agency_of(owner) in {reader.agency_id, records[action.record_id].agency_id}
            or levels[action.record_id] >= Level.MANAGE
        )
    }


def _sees_as_person(reader, actions, owner):
    """The numbers of those of `actions` that the person sees, asked of the gate."""
    theirs = reader_of_membership(owner.pk)
    if theirs is None:
        return set()
    with visibility.reading(theirs):
        seen = visibility.visible_to(theirs, Action).filter(pk__in=[action.pk for action in actions])
        return set(seen.values_list("pk", flat=True))


def _sees_as_group(reader, actions, owner):
    """The numbers of those of `actions` that a person in the team or agency sees, by being in it (an agency:
    also by the team that answers for it).
    """
    if isinstance(owner, Team):
        members = Membership.objects.live().filter(teams=owner)
        cleared = {owner.principal_id: members, owner.agency.principal_id: members}
    else:
        cleared = {owner.principal_id: Membership.objects.live().filter(agency=owner)}
        answers = ContactPoint.objects.filter(agency=owner).select_related("team").first()
        if answers is not None:
            cleared[answers.team.principal_id] = Membership.objects.live().filter(teams=answers.team)
    highest = {
        principal: max(people.values_list("clearance", flat=True), default=0)
        for principal, people in cleared.items()
    }
    reached = live_principals({action.record_id for action in actions})
    agency, seen = agency_of(owner), set()
    for action in actions:
        meant = action.agencies is None or agency in {reader.agency_id, *action.agencies}
        by = reached.get(action.record_id, set()) & set(highest)
        if meant and any(highest[principal] >= action.marking for principal in by):
            seen.add(action.pk)
    return seen


def live_principals(numbers: Iterable[int]) -> dict[int, set[int]]:
    """{record: the principals that see its actions and whose reach has not ended by the clock}. One query."""
    found: dict[int, set[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT n, p FROM unnest(%s::bigint[]) n, pam_live_readers(n, 'action') p", [list(numbers)]
        )
        for number, principal in cursor.fetchall():
            found.setdefault(number, set()).add(principal)
    return found


def _people_in(principals):
    return (
        Q(principal_id__in=principals)
        | Q(agency__principal_id__in=principals)
        | Q(teams__principal_id__in=principals)
    )


def batch_or_404(reader: Reader, uuid: UUID) -> Batch:
    """A change of many actions that `reader` made and has not undone. Raises Http404."""
    rows = Batch.objects.filter(made_by_id=reader.membership_id, model=Action._meta.label, undoes=None)
    row = rows.filter(uuid=uuid, added=False, undone_at=None).first()
    if row is None:
        raise Http404
    return row
