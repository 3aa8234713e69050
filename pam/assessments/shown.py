"""An assessment in the words and figures that pages show. Pure functions of rows that came from the gate."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from pam.access.roles import role_named
from pam.assessments.findings import CONFIDENCE, NOT_KNOWN, findings
from pam.assessments.models import Assessment
from pam.assessments.services import carried_over
from pam.frameworks.assessment.engine import Outcome, assess
from pam.frameworks.assessment.method import Method, Question
from pam.frameworks.models import FrameworkVersion
from pam.ui.dates import long_date


def as_read(part: Assessment, outcome: Outcome | None = None) -> dict[str, Any]:
    """What the page shows: "triggers", "criteria", "sections" with their answers and score bars, "unknown",
    "score", "most", "band", "grade", "unsure" (the questions whose answer rests on low confidence, of
    "sure_asked"). A draft is worked out anew (`outcome`); what is completed is shown as it was found then.
    """
    if part.is_draft:
        outcome = outcome or part.outcome()
        found = findings(part.method, outcome)
        band, score = outcome.band, outcome.score
    else:
        found, band, score = part.findings, part.band_named(part.band), part.score
    scores = {row["code"]: Decimal(row["score"]) for row in found["sections"]}
    hidden = set(found["hidden"])
    unknown = [
        (part.method.by_code[code].row["ask"], NOT_KNOWN[why]) for code, why in found["unknown"].items()
    ]
    asked = [one for one in part.method.questions if one.code not in hidden]
    sure = [one for one in asked if one.row.get("confidence") and is_known(part.answers.get(one.code))]
    return {
        "triggers": sorted(found["triggers"], key=lambda row: not row["urgent"]),
        "criteria": [*found["criteria"], *_judged(part)],
        "sections": [_section(part, row, scores, hidden) for row in part.method.sections],
        "unknown": unknown,
        "score": plain_number(score),
        "band": band,
        "grade": part.band_named(part.grade),
        "second": part.band_named(part.second_grade),
        "second_line": found["second_line"],
        "proposals": found["proposals"],
        "asked": len(asked),
        "sure_asked": len(sure),
        "unsure": [one.row["ask"] for one in sure if part.confidence.get(one.code) == "low"],
    }


def plain_number(score: Decimal | None) -> str | None:
    """A score as people write it: 7, 7.5; None where nothing scores."""
    if score is None:
        return None
    return f"{score.normalize():f}"


def _judged(part):
    for row in part.framework_version.body.get("criteria", ()):
        if why := part.ticked.get(row["code"]):
            yield {"code": row["code"], "says": f"{row['label']}: {why}", "from": row.get("from", "")}


def _section(part, row, scores, hidden):
    questions = [part.method.by_code[one["code"]] for one in row["questions"]]
    score = scores.get(row["code"])
    most = _most(questions) * Decimal(str(row.get("weight", 1))) if score is not None else 0
    return {
        "title": row["title"],
        "score": plain_number(score),
        "bar": max(0, int(score or 0)),
        "most": int(most),
        "answers": [
            {
                "ask": one.row["ask"],
                "answer": answer_words(one, part.answers.get(one.code)),
                "known": is_known(part.answers.get(one.code)),
                "sure": CONFIDENCE.get(part.confidence.get(one.code, ""), ""),
                "comment": part.comments.get(one.code, ""),
            }
            for one in questions
            if one.code not in hidden
        ],
    }


def _most(questions: Iterable[Question]) -> Decimal:
    """The most that the questions can score together, each by itself."""
    total = Decimal(0)
    for one in questions:
        row = one.row
        given = [Decimal(str(n)) for n in row.get("score", {}).values()]
        options = [Decimal(str(option.get("score", 0))) for option in row.get("options", ())]
        if row["type"] == "several":
            given.append(sum((n for n in options if n > 0), Decimal(0)))
        else:
            given += options
        if "points" in row and "to" in row:
            given.append(Decimal(str(row["points"])) * Decimal(str(row["to"])))
        total += max([Decimal(0), *given])
    return total


def most_points(method: Method) -> int:
    """The most points that a method can come to, each question by itself."""
    total = Decimal(0)
    for row in method.sections:
        questions = [method.by_code[one["code"]] for one in row["questions"]]
        total += _most(questions) * Decimal(str(row.get("weight", 1)))
    return int(total)


def is_known(kept: Any) -> bool:
    """Whether an answer says something: neither left out nor one of “not known”."""
    return kept not in (None, "", []) and not isinstance(kept, dict)


def answer_words(question: Question, kept: Any) -> str:
    """An answer as people read it."""
    if kept is None or kept == "" or kept == []:
        return NOT_KNOWN["unanswered"]
    if isinstance(kept, dict):
        return NOT_KNOWN.get(kept.get("unknown", ""), NOT_KNOWN["unanswered"])
    if isinstance(kept, list):
        return ", ".join(question.options.get(one, one) for one in kept)
    if question.row["type"] == "date":
        return long_date(date.fromisoformat(kept))
    if question.row["type"] in ("scale", "number"):
        return f"{kept} {question.row.get('unit', '')}".strip()
    return question.options.get(kept, kept)


def in_full(row: dict[str, Any]) -> list[tuple[str, str]]:
    """[(question or what it is, words)] of an assessment's `row` ({column: value}), for the person that it is
    about.
    """
    method = Method(FrameworkVersion.objects.get(pk=row["framework_version_id"]).body)
    told = [("Method", str(method.body["name"]))]
    for question in method.questions:
        if question.code in row["answers"] or question.code in row["comments"]:
            words = answer_words(question, row["answers"].get(question.code))
            comment = row["comments"].get(question.code, "")
            sure = CONFIDENCE.get(row["confidence"].get(question.code, ""), "")
            said = [words, f"Confidence: {sure.lower()}" if sure else "", comment]
            told.append((question.row["ask"], ". ".join(filter(None, said))))
    labels = {one["code"]: one["label"] for one in method.body.get("criteria", ())}
    told += [(labels.get(code, code), reason) for code, reason in row["ticked"].items()]
    told += [("Rule that was met", rule["says"]) for rule in row["findings"].get("triggers", ())]
    return told


def answers_beside(earlier: Assessment, later: Assessment) -> list[tuple[str, str, str]]:
    """[(question, earlier answer, later answer)] of the questions whose answers differ."""
    rows = []
    codes = [one.code for one in later.method.questions]
    codes += [one.code for one in earlier.method.questions if one.code not in later.method.by_code]
    for code in codes:
        old, new = earlier.method.by_code.get(code), later.method.by_code.get(code)
        words = [
            _with_confidence(question, part) if question else "Not a question then"
            for question, part in ((old, earlier), (new, later))
        ]
        if words[0] != words[1]:
            rows.append(((new or old).row["ask"], *words))
    return rows


def _with_confidence(question, part):
    words = answer_words(question, part.answers.get(question.code))
    sure = CONFIDENCE.get(part.confidence.get(question.code, ""), "")
    return f"{words} ({sure.lower()} confidence)" if sure else words


def second_words(part: Assessment) -> str:
    """The sentence that says who may give the second grade."""
    if part.second_role:
        role = role_named(part.second_role)
        return f"The second grade is given by a person with the role “{role}”, not by the first assessor."
    return "The second grade is given by another person than the first assessor."


def trends(rows: Iterable[Assessment]) -> list[dict[str, Any]]:
    """[{"name", "series", "id"}] of each framework whose scores were kept at least twice, oldest first."""
    found: dict[int, list[Assessment]] = {}
    for row in rows:
        if row.state == Assessment.State.COMPLETED and row.score is not None and row.checks_id is None:
            found.setdefault(row.framework_version.framework_id, []).append(row)
    return [
        {
            "name": kept[0].framework_version.name,
            "id": f"trend-{kept[0].framework_version.code}",
            "series": [("Score", [(row.on, row.points) for row in reversed(kept)])],
        }
        for kept in found.values()
        if len(kept) > 1
    ]


def compared(part: Assessment, newer: FrameworkVersion) -> dict[str, Any]:
    """What is another on a newer version: questions "new" and "gone", those "worded" in another way, those
    "changed" whose answer does not carry over, how many answers "carried", the score and band "before" and
    "after".
    """
    old, new = part.method, Method(newer.body)
    kept = carried_over(new, part.answers)
    outcome = assess(new, kept, part.on)
    return {
        "new": [one.row["ask"] for one in new.questions if one.code not in old.by_code],
        "gone": [one.row["ask"] for one in old.questions if one.code not in new.by_code],
        "worded": [
            f"{one.row['ask']} (before: {before.row['ask']})"
            for one in new.questions
            if (before := old.by_code.get(one.code)) and before.row["ask"] != one.row["ask"]
        ],
        "changed": [
            one.row["ask"]
            for one in new.questions
            if one.code in old.by_code and one.code in part.answers and one.code not in kept
        ],
        "carried": len(kept),
        "answered": len(part.answers),
        "before": (plain_number(part.score), part.band_named(part.band)),
        "after": (plain_number(outcome.score), outcome.band),
    }
