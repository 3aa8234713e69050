"""Who could own an action, and what a plan would add."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from pam.access import visibility
from pam.access.levels import Level
from pam.access.models import Agency, Membership
from pam.db.folding import fold

MAX_OWNERS = 200  # people that part of a name can mean in a filter


@dataclass(frozen=True)
class Step:
    """One action of a plan that is about to be applied."""

    title: str
    strand: str
    owner: Membership
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
    """[(number, name)] of every agency, as people look for them."""
    return list(Agency.objects.order_by("name__folded").values_list("pk", "name"))


def of_owners_named(rows, words):
    """Those of `rows` (actions through the gate) whose owner's name has each of `words`: of at most
    `MAX_OWNERS` people.
    """
    people = Membership.objects.all()
    for word in fold(words).split():
        people = people.filter(user__name__folded__contains=word)
    return rows.filter(owner_id__in=list(people.values_list("pk", flat=True)[:MAX_OWNERS]))


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
            title=row["title"],
            owner=owner,
            due=today + timedelta(days=row["days"]),
            strand=row.get("strand", ""),
        )
        for row in template.steps
    ]


def may_finish(actor, action, level):
    """Whether `actor`, at `level` on the record, may finish `action`: its owner, or who may change it."""
    return action.owner_id == actor.membership_id or visibility.may_change(actor, action, level)
