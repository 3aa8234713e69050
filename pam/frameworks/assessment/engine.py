"""What answers come to: what is shown and needed, scores, band, triggers, criteria. Pure, and always ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from pam.frameworks.assessment.method import Method, Question
from pam.frameworks.language.evaluate import Known, Unknown, holds
from pam.frameworks.language.syntax import NotUnderstood
from pam.frameworks.problems import Problem

Answers = Mapping[str, Any]  # as they are kept: see read_answer


@dataclass(frozen=True)
class Fired:
    """A trigger or criterion that holds: its row of the body."""

    code: str
    row: Mapping[str, Any]

    @property
    def says(self) -> str:
        """The sentence that is shown."""
        return self.row.get("says") or self.row.get("label", "")


@dataclass(frozen=True)
class Outcome:
    """What an assessment comes to.

    `hidden` are the questions that are not shown; `missing` those that are needed and have no answer at all;
    `unknown` {question: why} of those shown that are not known, which is never "no". `scores`: {None: whole,
    section or question: its own}; empty without scores. `band` is a row of the body, or None.
    """

    hidden: frozenset[str]
    required: frozenset[str]
    missing: tuple[str, ...]
    unknown: Mapping[str, Unknown]
    scores: Mapping[str | None, Decimal]
    band: Mapping[str, Any] | None
    triggers: tuple[Fired, ...]
    criteria: tuple[Fired, ...]
    second_line: bool
    faults: tuple[Problem, ...] = field(default=())

    @property
    def complete(self) -> bool:
        """Whether nothing that is needed is missing and no answer is wrong."""
        return not self.missing and not self.faults

    @property
    def score(self) -> Decimal | None:
        """The score of the whole, or None where nothing scores."""
        return self.scores.get(None)

    @property
    def proposals(self) -> list[Mapping[str, Any]]:
        """What the band and the triggers propose."""
        rows = [self.band, *(one.row for one in self.triggers)]
        return [proposal for row in rows if row for proposal in row.get("proposes", ())]


def read_answer(question: Question, kept: Any) -> Any:
    """An answer as the engine takes it. Kept is "yes", a code, a list of codes, a number, "2026-11-22", a
    text, or {"unknown": "not_asked"}; None for no answer. Raises ValueError, with a sentence, for any other.
    """
    kind, row = question.row["type"], question.row
    if kept is None or kept == "" or kept == []:
        return Unknown.UNANSWERED
    if isinstance(kept, dict):
        if set(kept) == {"unknown"} and kept["unknown"] in question.unknowns:
            return Unknown(kept["unknown"])
        raise ValueError("This answer is not offered.")
    if kind in ("yesno", "choice"):
        if not isinstance(kept, str) or kept not in question.options:
            raise ValueError("Choose from the list.")
        return kept
    if kind == "several":
        if not isinstance(kept, list) or not all(isinstance(one, str) for one in kept):
            raise ValueError("Choose from the list.")
        if set(kept) - set(question.options):
            raise ValueError("Choose from the list.")
        return frozenset(kept)
    if kind in ("scale", "number"):
        return _number(kept, row)
    if not isinstance(kept, str):
        raise ValueError("Enter a text.")
    if kind == "date":
        try:
            return date.fromisoformat(kept)
        except ValueError:
            raise ValueError("Enter a date.") from None
    return kept


def _number(kept, row):
    if isinstance(kept, bool) or not isinstance(kept, int | float) or not abs(kept) < 1e12:
        raise ValueError("Enter a number.")
    value, places = Decimal(str(kept)), row.get("decimals", 0)
    if value != round(value, places):
        raise ValueError("Enter a whole number." if not places else f"Enter at most {places} decimals.")
    if "from" in row and value < Decimal(str(row["from"])):
        raise ValueError(f"Enter {row['from']} or more.")
    if "to" in row and value > Decimal(str(row["to"])):
        raise ValueError(f"Enter {row['to']} or less.")
    return value


def points_of(question: Question, answer: Any) -> Decimal:
    """What an answer scores, without its section's weight."""
    row = question.row
    if answer is Unknown.HIDDEN:
        return Decimal(0)
    if row["type"] in ("yesno", "choice", "several"):
        given = answer if isinstance(answer, frozenset) else {str(answer)}
        scores = dict(row.get("score", {}))
        scores.update({one["code"]: one["score"] for one in row.get("options", ()) if "score" in one})
        return sum((_decimal(scores[code]) for code in given if code in scores), Decimal(0))
    if isinstance(answer, Decimal):
        return answer * _decimal(row.get("points", 0))
    return _decimal(row.get("score", {}).get(str(answer), 0)) if isinstance(answer, Unknown) else Decimal(0)


def _decimal(number):
    return Decimal(str(number))


def assess(method: Method, kept: Answers, today: date) -> Outcome:
    """What the answers `kept` come to on `today`. Answers to questions that are not there are left alone."""
    answers: dict[str, Any] = {}
    faults = []
    for one in method.questions:
        try:
            answers[one.code] = read_answer(one, kept.get(one.code))
        except ValueError as error:
            answers[one.code] = Unknown.UNANSWERED
            faults.append(Problem((one.code,), str(error)))
    scores: dict[str | None, Decimal] = {}
    known = Known(answers, method.groups, scores, today)
    if method.scored:
        scores.update({None: Decimal(0), **{code: Decimal(0) for code in method.groups}})
    hidden = _show(method, known, scores)
    required = {
        one.code for one in method.questions if one.code not in hidden and _required(method, one, known)
    }
    missing = [one.code for one in method.questions if one.code in required]
    band = band_of(method, scores)
    after = Known({**answers, **_band_answer(method, band)}, method.groups, scores, today)
    return Outcome(
        hidden=frozenset(hidden),
        required=frozenset(required),
        missing=tuple(code for code in missing if answers[code] is Unknown.UNANSWERED),
        unknown={
            code: value
            for code, value in answers.items()
            if isinstance(value, Unknown) and value is not Unknown.HIDDEN
        },
        scores=scores,
        band=band,
        triggers=tuple(_fired(method, "triggers", after)),
        criteria=tuple(_fired(method, "criteria", after)),
        second_line=_second_line(method, after),
        faults=tuple(faults),
    )


def _show(method, known, scores):
    """Goes through the questions in the order of what they depend on; returns those not shown."""
    ordered, circling = method.order
    weights = {section["code"]: _decimal(section.get("weight", 1)) for section in method.sections}
    hidden = set()
    for one in [*ordered, *circling]:
        if not all(holds(node, known) for node in method.shown_if(one)):
            hidden.add(one.code)
            known.answers[one.code] = Unknown.HIDDEN
        elif method.scored:
            points = points_of(one, known.answers[one.code])
            scores[one.code] = points
            scores[one.section] += points * weights[one.section]
            scores[None] += points * weights[one.section]
    return hidden


def _required(method, one, known):
    if one.row.get("required"):
        return True
    if "required-if" not in one.row:
        return False
    tree = method.tree((*one.path, "required-if"), one.row["required-if"])
    return not isinstance(tree, NotUnderstood) and holds(tree, known)


def band_of(method: Method, scores: Mapping[str | None, Decimal]) -> Mapping[str, Any] | None:
    """The band of the score of the whole; None where nothing scores or no band takes it."""
    if not method.scored:
        return None
    return next((band for band in method.body.get("bands", ()) if _within(band, scores[None])), None)


def _within(band, score):
    low, high = band.get("from"), band.get("to")
    return (low is None or score >= _decimal(low)) and (high is None or score <= _decimal(high))


def _band_answer(method, band):
    if "band" in method.by_code or not method.body.get("bands"):
        return {}
    return {"band": band["code"] if band else Unknown.UNANSWERED}


def _fired(method, name, known):
    for place, row in enumerate(method.body.get(name, ())):
        if "when" not in row or not in_force(row, known.today):
            continue
        tree = method.tree((name, place, "when"), row["when"], True)
        if not isinstance(tree, NotUnderstood) and holds(tree, known):
            yield Fired(row["code"], row)


def in_force(row: Mapping[str, Any], today: date) -> bool:
    """Whether a dated rule is the rule on `today`; its last day is included."""
    day = today.isoformat()
    return row.get("from", "") <= day <= row.get("until", "9999-12-31")


def _second_line(method, known):
    row = method.body.get("second-line")
    if row is None:
        return False
    if "when" not in row:
        return True
    tree = method.tree(("second-line", "when"), row["when"], True)
    return not isinstance(tree, NotUnderstood) and holds(tree, known)
