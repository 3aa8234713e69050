"""The kind of framework *referral criteria*: when a case goes to a list of several agencies, dated."""

from collections.abc import Iterable
from typing import Any

from pam.frameworks.differences import twice
from pam.frameworks.kinds import CODE, NAME, TEXT, Body, FrameworkKind
from pam.frameworks.problems import Problem

VISIBLE, JUDGED, ESCALATION, REPEAT = "visible", "judgement", "escalation", "repeat"
TESTS = {
    VISIBLE: "An assessment reaches a threshold",
    JUDGED: "A professional judges so, with reasons",
    ESCALATION: "So many events in so many months",
    REPEAT: "The same two people again, so many months after the last referral",
}
DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
THRESHOLD: dict[str, Any] = {
    "type": "object",
    "properties": {
        "tool": {**CODE, "description": "The assessment, by its code."},
        "measure": {"enum": ["yes", "score", "grade"], "description": "What is counted."},
        "at-least": {"type": "integer", "minimum": 0, "maximum": 10_000, "description": "For yes and score."},
        "grade": {**CODE, "description": "For a tool without a score: this grade or a higher one."},
    },
    "required": ["tool", "measure"],
    "additionalProperties": False,
}
CRITERION: dict[str, Any] = {
    "type": "object",
    "properties": {
        "code": CODE,
        "label": {**NAME, "description": "What people call it."},
        "test": {"enum": list(TESTS)},
        "text": {**TEXT, "description": "The rule in words."},
        "from": {**DAY, "description": "The first day that it holds. Left out: always did."},
        "until": {**DAY, "description": "The last day that it holds, included. Left out: it still does."},
        "thresholds": {"type": "array", "items": THRESHOLD, "maxItems": 40},
        "events": {"type": "integer", "minimum": 1, "maximum": 100},
        "months": {"type": "integer", "minimum": 1, "maximum": 120},
    },
    "required": ["code", "label", "test", "text"],
    "additionalProperties": False,
}


def check_criteria(body: Body) -> Iterable[Problem]:
    """Codes that are there once, and for each test what it needs."""
    yield from twice(body["criteria"], ("criteria",))
    needs = {VISIBLE: ("thresholds",), ESCALATION: ("events", "months"), REPEAT: ("months",), JUDGED: ()}
    for place, row in enumerate(body["criteria"]):
        for key in needs[row["test"]]:
            if not row.get(key):
                yield Problem(("criteria", place), f"Give the {key} that “{row['label']}” asks for.")
        if row.get("from", "") > row.get("until", "9999"):
            yield Problem(("criteria", place), f"“{row['label']}” ends before it begins.")
        for at, one in enumerate(row.get("thresholds", ())):
            if ("grade" if one["measure"] == "grade" else "at-least") not in one:
                words = "Give the grade, or how many there must be at least."
                yield Problem(("criteria", place, "thresholds", at), words)


REFERRAL_CRITERIA = FrameworkKind(
    code="referral-criteria",
    name="Referral criteria",
    plural="Referral criteria",
    meaning="When a case is referred to a list that several agencies hear: thresholds, counts and months.",
    schema={
        "properties": {
            "list": {**CODE, "description": "The code of the lists that it is about."},
            "criteria": {"type": "array", "items": CRITERION, "minItems": 1, "maxItems": 40},
            "tell-days": {
                "type": "integer",
                "minimum": 0,
                "maximum": 60,
                "description": "In how many days the person is told.",
            },
            "flag-months": {
                "type": "integer",
                "minimum": 1,
                "maximum": 120,
                "description": "How many months files are flagged, the last day included.",
            },
        },
        "required": ["list", "criteria", "tell-days", "flag-months"],
    },
    checks=(check_criteria,),
    blank={
        "list": "marac",
        "tell-days": 5,
        "flag-months": 12,
        "criteria": [
            {"code": "judgement", "label": "Professional judgement", "test": JUDGED, "text": "With reasons."}
        ],
    },
    page="pvp/marac/criteria_kind.html",
    context=lambda body: {
        "criteria": body["criteria"],
        "tell_days": body["tell-days"],
        "flag_months": body["flag-months"],
    },
    words=lambda body: [text for row in body["criteria"] for text in (row["label"], row["text"])],
)
