"""Plays the 4P plans of groups: begun, signed, changed, reviewed; one waits for a signature, one is a
draft.
"""

from datetime import timedelta
from functools import cache

from demo.groups import GROUPS
from demo.reading import read
from ocg.models import Plan, PlanGap, PlanObjective, PlanRisk, PlanStakeholder
from ocg.plan.selectors.lines import fingerprint, lines_now, lines_of
from ocg.plan.selectors.plan import group_of, plan_of, signs_next
from ocg.plan.selectors.reviews import asked
from ocg.plan.services import head, reviews, signing

PLAIN = {
    "end_state": "The group does no more harm, and nobody has taken its place.",
    "criteria": "Nobody of it at liberty who still acts, and no intelligence for a year.",
    "objectives": [["Stop what the group does", "No linked crime in three months"]],
}
SENTENCES = {
    1: ("at_risk", "The holder is charged, but a new number sends messages since last week."),
    2: ("on_track", "Both schools are briefed and no child was found with stock this month."),
    3: ("on_track", "Two of the three flats are quiet; the third is visited each Friday."),
}


def arrange(world):
    """Notes what happens to the plans after they were first signed (`begin` is called by the groups)."""
    by_key = {group.key: group for group in GROUPS}
    ropewalk = by_key["ropewalk"]
    world.story.on(-120, _widen, world, ropewalk, hour=9)
    world.story.on(-120, _sign_both, world, ropewalk, hour=16)
    world.story.on(-30, _review, world, ropewalk, hour=10)
    world.story.on(-28, _comment, world, ropewalk, hour=11)
    world.story.on(-1, _sign_both, world, by_key["cinder"], hour=17)
    world.story.on(-1, _sign, world, by_key["gannet"], by_key["gannet"].lead, hour=17)
    for row in _told().values():
        if "day" in row:
            world.story.on(row["day"], _begin, world, by_key[row["group"]], hour=12)


@cache
def _told():
    return {row["group"]: row for row in read("plans.yaml")}


def begin_and_sign(world, group):
    """What a group needs to become active: a plan with objectives, signed by both."""
    _begin(world, group)
    _sign_both(world, group)


def _begin(world, group):
    row = PLAIN | _told().get(group.key, {})
    with world.story.acting(world.city.people[group.lead]) as actor:
        plan = head.begin(
            actor=actor,
            record=world.records[group.key],
            plan=Plan(end_state=row["end_state"], archive_criteria=row["criteria"]),
        )
        for text, measure in row["objectives"]:
            head.add(actor=actor, plan=plan, part=PlanObjective(text=text, measure=measure))
        if owners := row.get("owners"):
            head.say_of_strands(actor=actor, plan=plan, reasons={}, owners=owners)


def _sign_both(world, group):
    _sign(world, group, group.lead)
    _sign(world, group, "chair")


def _sign(world, group, by):
    with world.story.acting(world.city.people[by]) as actor:
        ocg = group_of(actor, world.records[group.key].pk)
        plan = plan_of(actor, ocg)
        if found := signs_next(actor, ocg, plan):
            lines = lines_of(actor, found[1]) if found[1] else lines_now(actor, ocg)
            signing.sign(actor=actor, plan=plan, number=found[2], seen=fingerprint(lines))


def _widen(world, group):
    """Who helps, what is not known, what the plan may bring about."""
    day = world.story.moment.date()
    with world.story.acting(world.city.people[group.lead]) as actor:
        plan = plan_of(actor, world.records[group.key])
        for part in (
            PlanStakeholder(
                agency="Eastmoor Homes",
                contact="Neighbourhood manager, duty desk",
                brings="Keys, tenancy checks, moves at a day's notice",
                briefed_on=day,
            ),
            PlanStakeholder(agency="Both secondary schools", brings="Who is missing, and when"),
            PlanGap(
                question="Who holds the second phone at night?",
                collector="Source unit",
                due=day + timedelta(140),
            ),
            PlanRisk(
                kind=world.term("ocg.plan-risk", "life"),
                risk="A runner is made to pay for what was seized",
                control="Debt plan with social care before each arrest day",
                owner="Lead Responsible Officer",
            ),
            PlanRisk(
                kind=world.term("ocg.plan-risk", "community"),
                risk="Buyers look for a new seller, who may be more violent",
                control="Drug services write on the day the line goes quiet",
                owner="Council, community safety",
            ),
        ):
            head.add(actor=actor, plan=plan, part=part)


def _review(world, group):
    with world.story.acting(world.city.people[group.lead]) as actor:
        ocg = group_of(actor, world.records[group.key].pk)
        plan = plan_of(actor, ocg)
        wanted = asked(actor, ocg, plan)
        new = world.story.moment.date() + timedelta(45)
        said = reviews.Said(
            objectives=[(row, *SENTENCES[row.number]) for row in wanted.objectives],
            late=[
                reviews.Late(row, reviews.MOVE, "Waits for the next day of action.", new)
                for row in wanted.overdue
            ],
            empty={strand.code: "Left to the council’s own plan." for strand in wanted.empty},
            partners="The council closed two flats; probation shares release dates each Monday.",
            asks=["assets", "region"],
            ask="A search team for one day, and the region's help to name who sends the messages.",
            next_review=wanted.next_review,
        )
        reviews.review(actor=actor, record=ocg, plan=plan, version=ocg.version, said=said)


def _comment(world, group):
    with world.story.acting(world.city.people["chair"]) as actor:
        plan = plan_of(actor, world.records[group.key])
        row = plan.reviews.select_related("plan").latest("pk")
        text = "Search team agreed for the 14th. Bring the debt plan to the meeting first."
        reviews.comment(actor=actor, review=row, text=text)
