"""Plans for the tests of this room."""

from datetime import timedelta

from django.utils import timezone

from ocg.models import Ocg, Plan, PlanGap, PlanObjective, PlanRisk, PlanStakeholder
from ocg.plan.selectors import plan as plans
from ocg.plan.selectors.lines import fingerprint, lines_now, lines_of
from ocg.plan.services import head, signing
from pam.access import visibility
from pam.records.bulk import rows
from tests.world.disruptions import term

__all__ = ["add", "begin", "gap", "objective", "risk", "sign", "sro", "stakeholder"]


def objective(text="Fewer runners", **values):
    """An objective, not kept yet."""
    return PlanObjective(text=text, **{"measure": "The count of lines", **values})


def stakeholder(agency="Eastmoor Housing", **values):
    """A stakeholder, not kept yet."""
    return PlanStakeholder(agency=agency, **{"brings": "Keys to the flats", **values})


def gap(question="Who holds the phone?", **values):
    """An intelligence gap, not kept yet."""
    day = timezone.localdate() + timedelta(14)
    return PlanGap(question=question, **{"collector": "Source unit", "due": day, **values})


def risk(text="A runner is punished", code="life", **values):
    """A risk, not kept yet."""
    return PlanRisk(
        risk=text,
        kind=term("ocg.plan-risk", code),
        **{"control": "Plan for debt", "owner": "The lead", **values},
    )


def begin(people, record, *parts, persona="owner", agencies=None):
    """A plan of a group with `parts` (an objective, if none is given), behind the second wall."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        plan = head.begin(
            actor=actor,
            record=record,
            plan=Plan(end_state="No line runs", archive_criteria="Six months without a line"),
            agencies=agencies,
        )
        for part in parts or (objective(),):
            head.add(actor=actor, plan=plan, part=part)
    return plan


def add(people, plan, part, persona="owner", agencies=None):
    """A persona adds to a plan."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return head.add(actor=actor, plan=plan, part=part, agencies=agencies)


def sro(people, record, persona="colleague"):
    """Makes a persona the Senior Responsible Officer, in the team of the group."""
    member = people.memberships[persona]
    member.teams.add(people.teams["unit"])
    rows(Ocg).filter(pk=record.pk).update(sro=member)
    return persona


def sign(people, plan, persona="owner", number=None, seen=None):
    """A persona signs what their page shows."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        mine = plans.plan_of(actor, plan.record)
        ocg = plans.group_of(actor, plan.record_id)
        found = plans.signs_next(actor, ocg, mine)
        waiting = found and found[1]
        lines = lines_of(actor, waiting) if waiting else lines_now(actor, ocg)
        return signing.sign(
            actor=actor,
            plan=mine,
            number=number or (found[2] if found else 1),
            seen=fingerprint(lines) if seen is None else seen,
        )
