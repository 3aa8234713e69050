"""Every write to assessments, as verbs. Each takes `actor`, a `visibility.Reader`; rows come from the gate.

Adding needs `contribute` on the record; who contributes answers and completes what their own agency began.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.roles import role_named
from pam.access.validation import optional_text, require_text
from pam.access.visibility import Reader
from pam.assessments.findings import CONFIDENCE, findings
from pam.assessments.following import completed, withheld_from
from pam.assessments.models import Assessment
from pam.assessments.selectors import may_be_started, may_give_second, newer_version
from pam.frameworks.assessment.engine import read_answer
from pam.frameworks.assessment.method import Method
from pam.frameworks.models import FrameworkVersion
from pam.records.happenings import happened
from pam.records.models import Entry, Record
from pam.records.services import add_part, chronicle, save_part

SCENE = ("asked_by", "alone", "interpreter")
LONGEST_ANSWER = 5_000  # characters of one text or line of evidence
MOST_TEXT = 200_000  # of all of them together


@transaction.atomic
def start(
    *,
    actor: Reader,
    record: Record,
    framework_version: FrameworkVersion,
    on: date,
    place: str = "",
    agencies: Iterable[int] | None = None,
    checks: int | None = None,
    scene: Mapping[str, str] | None = None,
) -> Assessment:
    """A new draft on `record`, of the day `on`, for `agencies`. `scene` says how it is asked: "asked_by",
    "alone" and "interpreter", as far as they are known. With `checks`, the number of a completed one,
    it is that one made blind by a second person, on the same version, who never saw it (the database asks:
    pam_assessment_checks).

    Raises PermissionDenied without `contribute`; Refused for a framework that is not in force for the record,
    or a day to come.
    """
    visibility.require(actor, record, Level.CONTRIBUTE)
    if checks is None and not may_be_started(actor, record).filter(pk=framework_version.pk).exists():
        words = "Choose an assessment that is in use for this record."
        raise Refused(words, code="not_in_force", field="framework_version")
    _require_day(on)
    row = Assessment(framework_version=framework_version, on=on, place=optional_text(place, field="place"))
    row.checks_id = checks
    for name in SCENE:
        setattr(row, name, optional_text((scene or {}).get(name, ""), field=name))
    return add_part(actor=actor, part=row, record=record, agencies=agencies, operation="start assessment")


def _require_day(on):
    if on > timezone.localdate():
        raise Refused("The day of an assessment cannot be in the future.", code="too_late", field="on")


@transaction.atomic
def answer(
    *,
    actor: Reader,
    assessment: Assessment,
    version: int,
    answers: Mapping[str, Any],
    comments: Mapping[str, str] | None = None,
    ticked: Mapping[str, str] | None = None,
    confidence: Mapping[str, str] | None = None,
) -> Assessment:
    """Keeps the answers of a draft that the page opened at `version`; others than these are taken out.

    Raises PermissionDenied unless the actor may change it, Stale, or Refused (field: the question) for an
    answer that the question does not take, a confidence that is not asked, a question that is not of this
    version, or too much text.
    """
    _require_draft(assessment)
    method = assessment.method
    assessment.answers = _checked_answers(method, answers)
    assessment.comments = _checked_texts(comments or {}, set(method.by_code), "comments")
    judged = {row["code"] for row in method.body.get("criteria", ()) if "when" not in row}
    assessment.ticked = _checked_texts(ticked or {}, judged, "ticked")
    assessment.confidence = _checked_confidence(method, confidence or {})
    return save_part(actor=actor, part=assessment, version=version, operation="answer assessment")


def _require_draft(assessment):
    if not assessment.is_draft:
        words = "This assessment is completed, so it is not changed. Make it again to correct it."
        raise Refused(words, code="completed")


def _checked_answers(method: Method, answers: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    length = 0
    for code, given in answers.items():
        question = method.by_code.get(code)
        if question is None:
            raise Refused("This assessment has no such question.", code="no_such_question", field="answers")
        if isinstance(given, str):
            given = optional_text(given, field="answer")
            length += len(given)
            if len(given) > LONGEST_ANSWER or length > MOST_TEXT:
                raise _too_long(code)
        try:
            read_answer(question, given)
        except ValueError as error:
            raise Refused(str(error), code="not_an_answer", field=code) from None
        if given not in (None, "", []):
            found[code] = given
    return found


def _checked_texts(texts: Mapping[str, str], known: set[str], field: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, text in texts.items():
        if code not in known:
            raise Refused("This assessment has no such question.", code="no_such_question", field=field)
        if not isinstance(text, str):
            raise Refused("Enter a text.", code="not_an_answer", field=code)
        if kept := optional_text(text, field="comment"):
            found[code] = kept
    if (
        any(len(text) > LONGEST_ANSWER for text in found.values())
        or sum(map(len, found.values())) > MOST_TEXT
    ):
        raise _too_long(field)
    return found


def _checked_confidence(method: Method, given: Mapping[str, str]) -> dict[str, str]:
    for code, level in given.items():
        question = method.by_code.get(code)
        if question is None or not question.row.get("confidence") or level not in list(CONFIDENCE):
            raise Refused("Choose how sure the answer is.", code="not_an_answer", field=code)
    return dict(given)


def _too_long(field):
    words = f"An answer or comment must be {LONGEST_ANSWER:,} characters or fewer."
    return Refused(words, code="max_length", field=field)


@transaction.atomic
def complete(
    *, actor: Reader, assessment: Assessment, version: int, grade: str = "", reason: str = ""
) -> Assessment:
    """Completes a draft: the score and what it came to are kept, and the chronology says so.

    `grade` is the band that the assessor chose, by code; "" takes the one that the answers came to. Raises
    PermissionDenied unless the actor may change it, Stale, or Refused: an answer or line of evidence is
    missing, the framework does not let this grade be chosen, or another grade has no reason.
    """
    _require_draft(assessment)
    outcome = assessment.outcome()
    if not outcome.complete:
        raise Refused("Some questions need an answer first.", code="incomplete")
    if lacking_evidence(assessment):
        raise Refused("Some answers need a line of evidence first.", code="incomplete")
    band = outcome.band["code"] if outcome.band else ""
    assessment.grade, assessment.reason = _chosen_grade(assessment, band, grade, reason)
    assessment.band, assessment.score = band, outcome.score
    assessment.findings = findings(assessment.method, outcome)
    assessment.state, assessment.completed_at = Assessment.State.COMPLETED, timezone.now()
    assessment.waits_for = assessment.second_role if assessment.findings["second_line"] else ""
    if held := withheld_from(actor, assessment):
        assessment.withheld_from, assessment.withheld_at = held, assessment.completed_at
    save_part(actor=actor, part=assessment, version=version, operation="complete assessment")
    _supersede(actor, assessment)
    record = Record(pk=assessment.record_id)
    chronicle(
        actor=actor,
        record=record,
        kind=Entry.Kind.ASSESSMENT,
        title=_in_a_line(assessment),
        text="" if held else assessment.reason,
        agencies=assessment.agencies,
    )
    completed(actor, assessment)
    if assessment.checks_id:
        return assessment
    _tell(actor, assessment, "assessment.completed")
    if assessment.findings["second_line"]:
        _tell(actor, assessment, "assessment.second-line")
    return assessment


def _tell(actor, assessment, code):
    record = visibility.visible_to(actor, Record).get(pk=assessment.record_id)
    happened(actor=actor, record=record, code=code, agencies=assessment.agencies)


@transaction.atomic
def discard(*, actor: Reader, assessment: Assessment, version: int) -> Assessment:
    """Throws a draft away: nothing that was typed stays on it, and no page shows it.

    By its author, else by people who manage the record. Raises PermissionDenied, Stale, or Refused for a
    completed one.
    """
    if not assessment.is_draft:
        raise Refused("A completed assessment stays. Make it again to correct it.", code="completed")
    own = assessment.author_id == actor.membership_id
    assessment.answers, assessment.comments, assessment.ticked, assessment.confidence = {}, {}, {}, {}
    assessment.place = assessment.why_replaced = assessment.asked_by = ""
    assessment.state = Assessment.State.DISCARDED
    level = None if own else Level.MANAGE
    return save_part(
        actor=actor, part=assessment, version=version, level=level, operation="discard assessment"
    )


def lacking_evidence(assessment: Assessment) -> list[str]:
    """The questions that are answered without the line of evidence that the framework wants."""
    hidden = assessment.outcome().hidden
    return [
        one.code
        for one in assessment.method.questions
        if one.row.get("comment") == "required"
        and one.code not in hidden
        and one.code in assessment.answers
        and not isinstance(assessment.answers[one.code], dict)
        and not assessment.comments.get(one.code)
    ]


def _in_a_line(assessment):
    label = (assessment.band_named(assessment.grade) or {}).get("label", "")
    score = "" if assessment.score is None else f"score {assessment.points}"
    found = ", ".join(part for part in (label, score) if part)
    name = assessment.framework_version.name
    again = " again" if assessment.replaces_id else " by a second person" if assessment.checks_id else ""
    if assessment.withheld_from:  # the line would tell the second person
        return f"{name} completed{again}, to be made by a second person too"
    return f"{name} completed{again}{': ' if found else ''}{found}"


def _places(assessment):
    return {
        row["code"]: place for place, row in enumerate(assessment.framework_version.body.get("bands", ()))
    }


def _chosen_grade(assessment: Assessment, band: str, grade: str, reason: str) -> tuple[str, str]:
    """(grade, reason) as they are kept. Raises Refused for what the framework does not let be chosen."""
    reason, places = optional_text(reason, field="reason"), _places(assessment)
    body = assessment.framework_version.body
    if not places:
        return "", reason
    grade = grade or band
    if grade not in places:
        raise Refused("Choose the grade.", code="missing", field="grade")
    may = body.get("judgement", "change" if not assessment.method.scored else "none")
    if band and grade != band:
        if may == "none":
            raise Refused("The grade follows from the answers here.", code="not_judged", field="grade")
        if may == "raise" and places[grade] < places[band]:
            words = "The grade may be raised above what the answers came to, not lowered."
            raise Refused(words, code="lowered", field="grade")
    if grade != band:
        reason = require_text(reason, "Say why you chose this grade.", field="reason")
    return grade, reason


def _supersede(actor, assessment):
    if assessment.replaces_id is None:
        return
    old = visibility.visible_to(actor, Assessment).filter(pk=assessment.replaces_id).first()
    if old is None or old.state != Assessment.State.COMPLETED:
        raise Refused("It was made again already. Open the latest one.", code="superseded")
    old.state, old.waits_for = Assessment.State.SUPERSEDED, ""
    save_part(actor=actor, part=old, version=old.version, operation="supersede assessment")


@transaction.atomic
def make_again(
    *, actor: Reader, assessment: Assessment, reason: str, newer: bool = False, on: date | None = None
) -> Assessment:
    """A new draft in place of a completed assessment, with its answers: to correct it, or (`newer`) to move
    it to the version in force, where the answers that still fit are carried over. For the same agencies; of
    the same day unless `on` says another. The old one stays as it is until the new one is completed.

    Raises PermissionDenied unless the actor may change the old one; Refused without a reason, for one that is
    no longer the latest, or without a newer version.
    """
    visibility.require_change(actor, assessment)
    reason = require_text(reason, "Say why.", field="reason")
    if assessment.state != Assessment.State.COMPLETED or assessment.checks_id:
        raise Refused("Only a completed assessment is made again.", code="not_completed")
    if assessment.withheld_from:
        words = "A second person is to make it blind first. Make it again afterwards."
        raise Refused(words, code="withheld")
    if visibility.visible_to(actor, Assessment).filter(replaces=assessment, state="draft").exists():
        raise Refused("It is being made again already. Open that draft.", code="begun_already")
    version = assessment.framework_version
    if newer:
        found = newer_version(actor, assessment)
        if found is None:
            raise Refused("There is no newer version in use.", code="no_newer_version")
        version = found
    day = on or assessment.on
    _require_day(day)
    method = Method(version.body)
    row = Assessment(framework_version=version, on=day, place=assessment.place)
    row.replaces, row.why_replaced = assessment, reason
    for name in SCENE:
        setattr(row, name, getattr(assessment, name))
    row.answers = carried_over(method, assessment.answers)
    row.comments = {code: text for code, text in assessment.comments.items() if code in method.by_code}
    row.confidence = {
        code: level
        for code, level in assessment.confidence.items()
        if code in row.answers and method.by_code[code].row.get("confidence")
    }
    row.ticked = dict(assessment.ticked) if version.pk == assessment.framework_version_id else {}
    record = Record(pk=assessment.record_id, agency_id=_owner_of(actor, assessment))
    return add_part(
        actor=actor, part=row, record=record, agencies=assessment.agencies, operation="make assessment again"
    )


def _owner_of(actor, assessment):
    rows = visibility.visible_to(actor, Record).filter(pk=assessment.record_id)
    return rows.values_list("agency_id", flat=True).get()


def carried_over(method: Method, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers that `method` takes, by the codes of its questions."""
    found = {}
    for code, given in answers.items():
        if question := method.by_code.get(code):
            try:
                read_answer(question, given)
            except ValueError:
                continue
            found[code] = given
    return found


@transaction.atomic
def give_second_grade(
    *, actor: Reader, assessment: Assessment, version: int, grade: str, reason: str = ""
) -> Assessment:
    """A second assessor's grade beside the first; the first stays. Once, and not by the first assessor.

    Raises PermissionDenied unless the actor may change it, Stale, or Refused: the framework names a role that
    the actor does not have, another grade has no reason, or the framework lets it be raised alone.
    """
    second, places = assessment.framework_version.body.get("second-line"), _places(assessment)
    if assessment.state != Assessment.State.COMPLETED or second is None or assessment.second_at:
        raise Refused("This assessment does not wait for a second assessor.", code="not_waiting")
    if assessment.author_id == actor.membership_id:
        raise Refused("A second person looks at it, not the one who made it.", code="same_person")
    if not may_give_second(actor, assessment):
        words = f"The second grade is given by people with the role “{role_named(assessment.second_role)}”."
        raise Refused(words, code="not_the_role")
    if grade not in places:
        raise Refused("Choose the grade.", code="missing", field="grade")
    reason = optional_text(reason, field="reason")
    if second.get("may", "change") == "raise" and places[grade] < places.get(assessment.grade, 0):
        raise Refused("The second assessor may raise the grade, not lower it.", code="lowered", field="grade")
    if grade != assessment.grade:
        reason = require_text(reason, "Say why your grade is different.", field="reason")
    assessment.second_grade, assessment.second_reason = grade, reason
    assessment.waits_for = ""
    assessment.second_by_id, assessment.second_at = actor.membership_id, timezone.now()
    save_part(actor=actor, part=assessment, version=version, operation="second grade")
    label = (assessment.band_named(grade) or {}).get("label", grade)
    chronicle(
        actor=actor,
        record=Record(pk=assessment.record_id),
        kind=Entry.Kind.ASSESSMENT,
        title=f"{assessment.framework_version.name}, second assessor: {label}",
        text=reason,
        agencies=assessment.agencies,
    )
    _tell(actor, assessment, "assessment.second-graded")
    return assessment
