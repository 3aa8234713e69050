"""What an assessment came to, in a form that is kept with it: later rules don't change what was shown."""

from typing import Any

from pam.frameworks.assessment.engine import Outcome
from pam.frameworks.assessment.method import Method

CONFIDENCE = {"low": "Low", "medium": "Medium", "high": "High"}
NOT_KNOWN = {
    "dont_know": "Not known",
    "not_asked": "Not asked",
    "declined": "Would not say",
    "unanswered": "No answer",
}


def findings(method: Method, outcome: Outcome) -> dict[str, Any]:
    """{"sections": [{"code", "score"}], "unknown": {question: why}, "hidden", "triggers", "criteria",
    "second_line", "proposals"}: JSON that says what was shown when the assessment was completed.
    """
    return {
        "sections": [
            {"code": code, "score": str(outcome.scores[code])} for code in method.groups if outcome.scores
        ],
        "unknown": {code: str(value.value) for code, value in outcome.unknown.items()},
        "hidden": sorted(outcome.hidden),
        "triggers": [_rule(fired) for fired in outcome.triggers],
        "criteria": [_rule(fired) for fired in outcome.criteria],
        "second_line": outcome.second_line,
        "proposals": [dict(one) for one in outcome.proposals],
    }


def _rule(fired):
    row = fired.row
    return {
        "code": fired.code,
        "says": fired.says,
        "urgent": bool(row.get("urgent")),
        "from": row.get("from", ""),
        "until": row.get("until", ""),
    }
