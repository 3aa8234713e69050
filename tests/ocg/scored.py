"""Scores for the tests of this room, made as people make them."""

from django.utils import timezone

from ocg.models import Ocg, SecondScore
from ocg.scoring import services
from pam.access import visibility
from pam.access.models import Membership
from pam.assessments import selectors as assessments
from pam.assessments import services as answering
from pam.assessments.models import Assessment
from pam.reference.services.settings import set_general
from tests.world.disruptions import term

MATRIX, ATTRIBUTES = "ocg-matrix", "ocg-attributes"


def give_role(people, persona, *roles, team="unit"):
    """Puts a persona into the owner's team with further roles."""
    member = people.memberships[persona]
    member.teams.add(people.teams[team])
    Membership.objects.filter(pk=member.pk).update(roles=["officer", *roles])


def every_score_is_drawn():
    """A second person scores each."""
    set_general("ocg.second_every", 1)


def draft(people, record, persona="owner", code=MATRIX, on=None, agencies=None):
    """A draft by a persona."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return answering.start(
            actor=actor,
            record=record,
            framework_version=assessments.may_be_started(actor, record).get(code=code),
            on=on or timezone.localdate(),
            agencies=agencies,
        )


def finish(people, row, persona="owner", place=0, comment="Log 12"):
    """A persona answers each question by its option number `place` (the last one, if there are fewer), and
    completes the draft.
    """
    actor = people.reader(persona)
    with visibility.reading(actor):
        answers = {one.code: _answer(one, place) for one in row.method.questions}
        row = answering.answer(
            actor=actor,
            assessment=row,
            version=row.version,
            answers=answers,
            comments={code: comment for code in answers if "comment" in row.method.by_code[code].row},
        )
        return answering.complete(actor=actor, assessment=row, version=row.version)


def _answer(question, place):
    kind = question.row["type"]
    if kind == "text":
        return "An arrest"
    if kind == "number":
        return 10
    if kind == "scale":
        return min(question.row["from"] + place, question.row["to"])
    options = list(question.options)
    chosen = options[min(place, len(options) - 1)]
    return [chosen] if kind == "several" else chosen


def score(people, record, persona="owner", code=MATRIX, place=0, on=None, **more):
    """A completed score by a persona."""
    return finish(people, draft(people, record, persona, code, on, **more), persona, place)


def second(row):
    """The second score of an assessment, as the database has it."""
    return SecondScore.objects.get(first_id=row.pk)


def take(people, row, persona="colleague"):
    """A persona begins the second score."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        return services.take(actor=actor, row=visibility.visible_to(actor, SecondScore).get(first_id=row.pk))


def sees(people, persona, row):
    """Whether a persona sees an assessment: by the gate and by the second wall alone."""
    reader = people.reader(persona)
    with visibility.reading(reader):
        gate = visibility.visible_to(reader, Assessment).filter(pk=row.pk).exists()
        return gate, Assessment.objects.filter(pk=row.pk).exists()


def set_tier(people, record, code, reason="", persona="owner"):
    """A persona sets the tier."""
    actor = people.reader(persona)
    with visibility.reading(actor):
        ocg = visibility.visible_to(actor, Ocg).get(pk=record.pk)
        tier = term("ocg.tier", code)
        return services.set_tier(actor=actor, ocg=ocg, version=ocg.version, tier=tier, reason=reason)
