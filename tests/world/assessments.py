"""Assessments in the small world: a completed one and a draft, whose texts carry a canary."""

from django.utils import timezone

from pam.access import visibility
from pam.assessments import selectors, services

FIRST = {"ocg": "group-harm-assessment", "pvp": "risk-questions-domestic-abuse"}


def add_assessments(people, record, canary, agencies=None):
    """{"assessment": completed, "assessment draft": one that is being answered} on `record`, by the owner."""
    actor = people.reader("owner")
    with visibility.reading(actor):
        return {
            "assessment": _completed(actor, _answered(actor, people, record, canary, agencies), canary),
            "assessment draft": _answered(actor, people, record, canary, agencies),
        }


def _answered(actor, people, record, canary, agencies):
    version = selectors.may_be_started(actor, record).get(code=FIRST[record.kind])
    row = services.start(
        actor=actor,
        record=record,
        framework_version=version,
        on=timezone.localdate(),
        place=f"At the wharf {canary}",
        agencies=agencies and [people.agencies[key].pk for key in agencies],
    )
    answers = {one.code: least(one) for one in row.method.questions}
    comments = {one.code: f"Seen {canary}" for one in row.method.questions if "comment" in one.row}
    return services.answer(
        actor=actor, assessment=row, version=row.version, answers=answers, comments=comments
    )


def least(question):
    """The first answer that a question takes."""
    if question.row["type"] in ("scale", "number"):
        return question.row.get("from", 0)
    return next(iter(question.options))


def _completed(actor, row, canary):
    grade = row.framework_version.body["bands"][-1]["code"]
    return services.complete(
        actor=actor, assessment=row, version=row.version, grade=grade, reason=f"Because {canary}"
    )
