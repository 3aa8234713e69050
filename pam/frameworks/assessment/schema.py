"""What an assessment's file may say."""

from typing import Any

from pam.frameworks.kinds import NAME, NOT_BLANK, TEXT

# Questions and sections are named in conditions.
NAMED = {"type": "string", "pattern": "^[a-z][a-z0-9_-]{0,59}$"}
CONDITION = {
    "type": "string",
    "pattern": NOT_BLANK,
    "maxLength": 2000,
    "description": "A condition (docs/frameworks.md).",
}
POINTS = {"type": "number", "minimum": -10000, "maximum": 10000}
DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
UNKNOWNS = ["dont_know", "not_asked", "declined"]
COLOURS = ["grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"]
TYPES = ["yesno", "choice", "several", "scale", "number", "date", "text"]


def _object(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
    }


PROPOSAL = _object(
    {
        "what": {**NAMED, "pattern": r"^[a-z][a-z0-9_.-]{0,59}$", "description": "What is proposed."},
        "value": {**NAME, "description": "The value that is proposed for it."},
        "says": {**TEXT, "description": "The sentence that is shown with it."},
    },
    "what",
)
PROPOSALS = {"type": "array", "items": PROPOSAL, "maxItems": 10}
OPTION = _object({"code": NAMED, "label": NAME, "help": TEXT, "score": POINTS}, "code", "label")
QUESTION = _object(
    {
        "code": NAMED,
        "ask": {**TEXT, "maxLength": 500, "description": "The question."},
        "help": TEXT,
        "type": {"enum": TYPES},
        "options": {"type": "array", "items": OPTION, "minItems": 2, "maxItems": 60},
        "from": {"type": "number", "minimum": -1e9, "maximum": 1e9},
        "to": {"type": "number", "minimum": -1e9, "maximum": 1e9},
        "decimals": {"type": "integer", "minimum": 0, "maximum": 2},
        "unit": {"type": "string", "pattern": NOT_BLANK, "maxLength": 30},
        "score": {
            "type": "object",
            "properties": {code: POINTS for code in ("yes", "no", *UNKNOWNS)},
            "additionalProperties": False,
            "description": "What an answer scores. Answers that are left out score nothing.",
        },
        "points": {**POINTS, "description": "What each unit of a scale or number scores."},
        "unknowns": {
            "type": "array",
            "items": {"enum": UNKNOWNS},
            "uniqueItems": True,
            "description": "Which answers beside an answer are offered. Left out: all.",
        },
        "required": {"type": "boolean", "description": "An answer is needed; “not asked” is one."},
        "required-if": CONDITION,
        "visible-if": CONDITION,
        "comment": {"enum": ["offered", "required"], "description": "A line of evidence."},
        "confidence": {"type": "boolean", "description": "How sure the answer is: low, medium or high."},
    },
    "code",
    "ask",
    "type",
)
SECTION = _object(
    {
        "code": NAMED,
        "title": NAME,
        "help": TEXT,
        "weight": {**POINTS, "minimum": 0, "description": "What its score is multiplied by. Left out: 1."},
        "visible-if": CONDITION,
        "questions": {"type": "array", "items": QUESTION, "minItems": 1, "maxItems": 300},
    },
    "code",
    "title",
    "questions",
)
BAND = _object(
    {
        "code": NAMED,
        "label": NAME,
        "from": {**POINTS, "minimum": -1e7, "maximum": 1e7},
        "to": {**POINTS, "minimum": -1e7, "maximum": 1e7},
        "colour": {"enum": COLOURS},
        "meaning": TEXT,
        "proposes": PROPOSALS,
    },
    "code",
    "label",
)
CRITERION = _object(
    {
        "code": NAMED,
        "label": NAME,
        "when": {**CONDITION, "description": "Left out: a person ticks it, with a reason."},
        "from": {**DAY, "description": "The first day on which it is the rule."},
        "until": {**DAY, "description": "The last one."},
        "says": TEXT,
        "text": {**TEXT, "description": "The definition, as its owner words it."},
    },
    "code",
    "label",
)
TRIGGER = _object(
    {"code": NAMED, "when": CONDITION, "says": TEXT, "urgent": {"type": "boolean"}, "proposes": PROPOSALS},
    "code",
    "when",
    "says",
)
SECOND_LINE = _object(
    {
        "when": {**CONDITION, "description": "Left out: always."},
        "hours": {"type": "integer", "minimum": 1, "maximum": 24 * 90, "description": "Within how many."},
        "may": {"enum": ["raise", "change"], "description": "What the second assessor may do to the grade."},
        "role": {**NAMED, "description": "Which role gives it. Left out: anyone but the first assessor."},
        "says": TEXT,
    },
    "hours",
)
SCHEMA: dict[str, Any] = {
    "properties": {
        "tool": {**NAME, "description": "What the tool is called where it comes from, with its edition."},
        "score": {"enum": ["sum", "none"], "description": "none: the grade is a judgement with reasons."},
        "judgement": {
            "enum": ["none", "raise", "change"],
            "description": "What the assessor may do to the band, with reasons.",
        },
        "sections": {"type": "array", "items": SECTION, "minItems": 1, "maxItems": 60},
        "bands": {"type": "array", "items": BAND, "maxItems": 20, "description": "From low to high."},
        "criteria": {"type": "array", "items": CRITERION, "maxItems": 60},
        "triggers": {"type": "array", "items": TRIGGER, "maxItems": 100},
        "second-line": SECOND_LINE,
    },
    "required": ["score", "sections"],
}
