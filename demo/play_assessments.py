"""Plays assessments: one group twice, and two people at risk from a partner."""

from demo.play_cases import KEYED, _officer
from pam.assessments import selectors, services

GROUP = {
    "physical": "serious",
    "children": "yes",
    "adults_at_risk": "yes",
    "money": "much",
    "places": 3,
    "active": "month",
    "growing": "yes",
    "firearms": {"unknown": "dont_know"},
    "feud": "no",
    "professionals": {"unknown": "dont_know"},
    "corruption": "no",
    "confidence": "medium",
}
GROUP_EVIDENCE = {
    "physical": "Two hospital reports and a knife found at an address.",
    "children": "Two children met at the coach station with a phone of the group.",
    "corruption": "Nothing known to the counter corruption unit.",
    "active": "Seen at three addresses this month.",
}
ABUSE = {
    "alone": "yes",
    "hurt": "yes",
    "frightened": "yes",
    "weapon": "no",
    "strangled": "yes",
    "threat": "yes",
    "before": "yes",
    "more_often": "yes",
    "worse": "yes",
    "control": "yes",
    "followed": "yes",
    "sexual": {"unknown": "declined"},
    "online": {"unknown": "not_asked"},
    "separated": "yes",
    "pregnant": "no",
    "children": "yes",
    "children_seen": "no",
    "isolated": "yes",
    "low": "no",
    "family": "no",
    "broke_order": "yes",
    "hurt_others": {"unknown": "dont_know"},
    "drink_drugs": "yes",
    "suicide": "no",
}
ABUSE_COMMENTS = {
    "frightened": "Says that they will be found wherever they go.",
    "followed": "Most days since May.",
}
LOWER = {
    "strangled": "no",
    "threat": "no",
    "followed": "no",
    "broke_order": "no",
    "hurt": "no",
    "worse": "no",
}


def arrange(world):
    """Notes the assessments: the group that began first, and the two cases of domestic abuse that did."""
    from demo.groups import GROUPS

    group = min(GROUPS, key=lambda one: one.begins)
    lead = world.city.people[group.lead]
    earlier = GROUP | {"growing": "no", "children": {"unknown": "not_asked"}, "active": "months"}
    for day, answers in ((-150, earlier), (-12, GROUP)):
        made = ("group-harm-assessment", lead, group.key, answers, GROUP_EVIDENCE)
        world.story.on(day, _assess, world, *made, hour=11)
    cases = [key for key, row in KEYED.items() if row[2] == "domestic"][:2]
    for key, answers in zip(cases, (ABUSE, ABUSE | LOWER), strict=False):
        made = ("risk-questions-domestic-abuse", _officer(world, key), key, answers, ABUSE_COMMENTS)
        world.story.on(-min(20, KEYED[key][4] - 1), _assess, world, *made, hour=11)


def _assess(world, code, by, key, answers, comments):
    record = world.records[key]
    with world.story.acting(by) as actor:
        row = services.start(
            actor=actor,
            record=record,
            framework_version=selectors.may_be_started(actor, record).get(code=code),
            on=world.story.moment.date(),
            place="At the office",
        )
        services.answer(actor=actor, assessment=row, version=row.version, answers=answers, comments=comments)
        services.complete(actor=actor, assessment=row, version=row.version)
