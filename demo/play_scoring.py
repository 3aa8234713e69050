"""Plays scoring: three groups by both methods, second scorers and a moderator; and the harm ledger."""

from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from demo.groups import GROUPS
from demo.reading import columns, read
from ocg.harm import services as ledger
from ocg.models import HarmEvent, SecondScore
from ocg.scoring import services
from pam.access import visibility
from pam.assessments import selectors as assessments
from pam.assessments import services as answering

ATTRIBUTES, MATRIX = "ocg-attributes", "ocg-matrix"
# Who made the score, on which day, of which group, by which method, which option of each question (from 0; of
# "several" so many are ticked), and what becomes of it.
SCORES = [
    ("Gareth Pell", -211, "gannet", ATTRIBUTES, 2, ""),
    ("Gareth Pell", -211, "gannet", MATRIX, 2, "agreed"),
    ("Sanjay Mistry", -24, "gannet", ATTRIBUTES, 2, ""),
    ("Sanjay Mistry", -24, "gannet", MATRIX, 2, ""),
    ("Gareth Pell", -130, "ropewalk", ATTRIBUTES, 1, ""),
    ("Gareth Pell", -129, "ropewalk", MATRIX, 1, "moderated"),
    ("Gareth Pell", -6, "cinder", ATTRIBUTES, 0, ""),
    ("Gareth Pell", -5, "cinder", MATRIX, 3, ""),
    ("Gareth Pell", -2, "millreach", MATRIX, 1, "waits"),
]
SECOND_OPTION = {"agreed": 2, "moderated": 3}
LINES = (
    "Two intelligence reports this quarter, both confirmed.",
    "Seen by the surveillance team and by a partner.",
    "Custody record and phone download.",
    "Financial profile of the last twelve months.",
)


def arrange(world):
    """Notes the scores and what follows from them, and the harm."""
    for by, day, group, code, option, fate in SCORES:
        world.story.on(day, _score, world, by, group, code, option, fate, hour=10)
    leads = {group.key: group.lead for group in GROUPS}
    for group, day, kind, severity, what, place, harmed, children in columns(read("harm.yaml"), *COLUMNS):
        told = (group, kind, severity, what, place, harmed, children)
        world.story.on(day + 1, _harm, world, leads[group], day, told, hour=9)


COLUMNS = ("group", "day", "kind", "severity", "what", "place", "harmed", "children")


@contextmanager
def chance(draws):
    """Whether the next completed scores are drawn for a second person."""
    with patch("ocg.scoring.services.drawn", lambda agency_id: draws):
        yield


def _answers(method, option):
    answers, comments = {}, {}
    for number, one in enumerate(method.questions):
        kind = one.row["type"]
        if kind == "text":
            answers[one.code] = "An arrest of the two who lead it, or a feud with its neighbours."
            continue
        options = list(one.options)
        # One question in five goes one lower, so that no group is all of one piece.
        wanted = max(0, min(option, len(options) - 1) - (number % 5 == 4))
        answers[one.code] = options[: wanted + 1] if kind == "several" else options[wanted]
        if "comment" in one.row:
            comments[one.code] = LINES[number % len(LINES)]
    confidence = {
        one.code: ("high", "medium", "low")[number % 3]
        for number, one in enumerate(method.questions)
        if one.row.get("confidence")
    }
    return {"answers": answers, "comments": comments, "confidence": confidence}


def _complete(actor, row, option):
    answering.answer(actor=actor, assessment=row, version=row.version, **_answers(row.method, option))
    answering.complete(actor=actor, assessment=row, version=row.version)


def _score(world, by, group, code, option, fate):
    record = world.records[group]
    with world.story.acting(world.city.people[by]) as actor, chance(bool(fate)):
        row = answering.start(
            actor=actor,
            record=record,
            framework_version=assessments.may_be_started(actor, record).get(code=code),
            on=world.story.moment.date(),
            place="Scoring meeting",
        )
        _complete(actor, row, option)
    if fate in SECOND_OPTION:
        second = "lro" if by != "lro" else "Sanjay Mistry"
        later = world.story.moment + timedelta(days=2)
        world.story.at(later, _second, world, row, second, SECOND_OPTION[fate], fate)


def _second(world, first, by, option, fate):
    with world.story.acting(world.city.people[by]) as actor:
        row = visibility.visible_to(actor, SecondScore).get(first_id=first.pk)
        _complete(actor, services.take(actor=actor, row=row), option)
    if fate == "moderated":
        world.story.at(world.story.moment + timedelta(days=3), _moderate, world, first)


def _moderate(world, first):
    with world.story.acting(world.city.people["chair"]) as actor:
        row = visibility.visible_to(actor, SecondScore).get(first_id=first.pk)
        services.moderate(
            actor=actor,
            row=row,
            version=row.version,
            decided="p2",
            reason="The second scorer counted the two shootings that another group has claimed since.",
        )


def _harm(world, lead, day, told):
    group, kind, severity, what, place, harmed, children = told
    event = HarmEvent(
        happened=world.story.today + timedelta(days=day),
        what=what,
        place=place,
        kind=world.term("ocg.harm-kind", kind),
        severity=world.term("ocg.harm-severity", severity),
        harmed=harmed,
        children=children,
        source="Crime and incident log",
    )
    with world.story.acting(world.city.people[lead]) as actor:
        ledger.add(actor=actor, record=world.records[group], event=event)
