"""The plan of the shared group in the small world: signed by its lead; each text carries a canary."""

from datetime import timedelta

from django.utils import timezone

from ocg.models import Plan, PlanGap, PlanObjective, PlanRisk, PlanStakeholder
from ocg.plan.selectors.lines import fingerprint, lines_now
from ocg.plan.selectors.plan import group_of, plan_of, signs_next
from ocg.plan.selectors.reviews import asked
from ocg.plan.services import head, reviews, signing
from pam.access import visibility
from pam.actions.models import Action
from pam.records import services as records
from pam.records.bulk import rows
from tests.world.disruptions import term


def plan_parts(canary):
    """{what: an unsaved part of a plan}."""
    return {
        "objective": PlanObjective(text=f"Fewer runners {canary}", measure=f"The count {canary}"),
        "stakeholder": PlanStakeholder(
            agency=f"Housing {canary}", contact=f"Desk {canary}", brings=f"Keys {canary}"
        ),
        "gap": PlanGap(
            question=f"Who holds the phone? {canary}",
            collector=f"Source unit {canary}",
            due=timezone.localdate() + timedelta(14),
        ),
        "risk": PlanRisk(
            kind=term("ocg.plan-risk", "life"),
            risk=f"A runner is punished {canary}",
            control=f"Plan for debt {canary}",
            owner=f"The lead {canary}",
        ),
    }


def begin_plan(people, record, canary):
    """{"plan", "plan version", "plan objective" …} of a group: its owner begins and signs its plan."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        plan = head.begin(
            actor=actor,
            record=record,
            plan=Plan(end_state=f"No line runs {canary}", archive_criteria=f"Six months {canary}"),
        )
    found = {"plan": plan, **add_to_plan(people, record, canary)}
    with visibility.reading(actor):
        said = {"prepare": f"Nothing to prepare for {canary}"}
        head.say_of_strands(
            actor=actor, plan=plan, reasons=said, owners={"pursue": f"The proactive team {canary}"}
        )
    version = sign_plan(people, record)
    return found | {"plan version": version, "plan review": review_late(people, record, canary)}


def review_late(people, record, canary):
    """A review that ends an overdue action of its own. The other actions of the record stay as they are: they
    are due later while it is made, written by the owner of the database.
    """
    others = dict(Action.objects.filter(record_id=record.pk).values_list("pk", "due"))
    rows(Action).filter(pk__in=others).update(due=timezone.localdate() + timedelta(days=1))
    owner = people.memberships["owner"]
    late = Action(
        title=f"Reviewed {canary}",
        strand="protect",
        owner=owner,
        owner_agency_id=owner.agency_id,
        due=timezone.localdate() - timedelta(days=1),
    )
    with visibility.reading(people.reader("owner")):
        records.add_part(actor=people.reader("owner"), part=late, record=record)
    made = review_plan(people, record, canary)
    for number, due in others.items():
        rows(Action).filter(pk=number).update(due=due)
    return made


def said(asked, record, canary=""):
    """A review in which each objective stands as it did."""
    return reviews.Said(
        objectives=[(row, row.state, f"It holds {canary}") for row in asked.objectives],
        empty={strand.code: strand.why or f"Nothing yet {canary}" for strand in asked.empty},
        late=[reviews.Late(row, "done", f"It was done {canary}") for row in asked.overdue],
        partners=f"Housing gave keys {canary}",
        asks=["assets"],
        ask=f"A search team {canary}",
        next_review=max(asked.next_review, record.next_review or asked.next_review),
    )


def review_plan(people, record, canary=""):
    """The owner, who leads the group, signs a review of its plan."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        ocg = group_of(actor, record.pk)
        plan = plan_of(actor, record)
        wanted = asked(actor, ocg, plan)
        words = said(wanted, ocg, canary)
        row = reviews.review(actor=actor, record=ocg, plan=plan, version=ocg.version, said=words)
        record.refresh_from_db(fields=["version", "updated", "next_review"])
    return row


def add_to_plan(people, record, canary, agencies=None):
    """{"plan objective", "plan stakeholder", "plan gap", "plan risk"}, added by the owner."""
    actor, to = people.reader("owner"), agencies and [people.agencies[key].pk for key in agencies]
    with visibility.reading(actor):
        plan = plan_of(actor, record)
        return {
            f"plan {what}": head.add(actor=actor, plan=plan, part=part, agencies=to)
            for what, part in plan_parts(canary).items()
        }


def sign_plan(people, record):
    """The owner, who leads the group, signs its plan as it is: the version."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        ocg = group_of(actor, record.pk)
        plan = plan_of(actor, record)
        _, _, number = signs_next(actor, ocg, plan)
        seen = fingerprint(lines_now(actor, ocg))
        return signing.sign(actor=actor, plan=plan, number=number, seen=seen)
