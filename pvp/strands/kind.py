"""The kind *strand of cases*: what a strand of harm switches on (docs/cases.md)."""

from collections.abc import Iterable
from typing import Any

from pam.frameworks.differences import twice
from pam.frameworks.kinds import CODE, NAME, TEXT, Body, FrameworkKind
from pam.frameworks.problems import Problem
from pam.frameworks.small_kinds import ITEM

MOST_FIELDS = 30


def _codes(description: str) -> dict[str, Any]:
    return {
        "type": "array",
        "items": CODE,
        "uniqueItems": True,
        "maxItems": 30,
        "description": description,
    }


FIELD: dict[str, Any] = {
    "type": "object",
    "properties": {
        "code": {**CODE, "description": "It never changes."},
        "label": {**NAME, "description": "What is asked."},
        "help": TEXT,
        "type": {"enum": ["text", "yes-no", "choice"], "description": "How it is answered."},
        "choices": {
            "type": "array",
            "items": NAME,
            "minItems": 2,
            "maxItems": 30,
            "uniqueItems": True,
            "description": "The answers of a choice.",
        },
        "needed": {"type": "boolean", "description": "The case’s page asks for it until it is answered."},
    },
    "required": ["code", "label", "type"],
    "additionalProperties": False,
}


def check_fields(body: Body) -> Iterable[Problem]:
    """That no code is there twice, that a choice has options and nothing else has."""
    for key in ("fields", "closure"):
        yield from twice(body.get(key, []), (key,))
    for place, row in enumerate(body.get("fields", [])):
        if (row["type"] == "choice") != ("choices" in row):
            words = "A choice needs options." if row["type"] == "choice" else "Only a choice has options."
            yield Problem(("fields", place, "choices"), words)


def _words(body: Body) -> list[str]:
    rows = [*body.get("fields", []), *body.get("closure", [])]
    return [body.get("act-first", ""), *(row["label"] for row in rows)]


def _context(body: Body) -> dict[str, Any]:
    shown = [("Strand", body["strand"]), ("What comes first", body.get("act-first", ""))]
    lists = (("Tools", "tools"), ("Clocks", "clocks"), ("First steps", "plans"))
    shown += [(label, ", ".join(body.get(key, []))) for label, key in lists]
    return {
        "shown": [(label, words) for label, words in shown if words],
        "fields": body.get("fields", []),
        "closure": body.get("closure", []),
    }


STRAND = FrameworkKind(
    code="case-strand",
    name="Strand of cases",
    plural="Strands of cases",
    meaning="What a kind of harm switches on in a case: tools, clocks, plans, questions, closing.",
    schema={
        "properties": {
            "strand": {**CODE, "description": "The strand, by its code in the list PVP strands."},
            "act-first": {**TEXT, "description": "What comes before everything else."},
            "tools": _codes("The assessments for it, by code, the first one to use first."),
            "clocks": _codes("The clocks that can run for it, by code."),
            "plans": _codes("The first steps of a safety plan for it, by code."),
            "fields": {"type": "array", "items": FIELD, "maxItems": MOST_FIELDS},
            "closure": {
                "type": "array",
                "items": ITEM,
                "maxItems": 50,
                "description": "What must be there before it is closed, beside the list for every case.",
            },
        },
        "required": ["strand"],
    },
    checks=(check_fields,),
    blank={"strand": "other"},
    page="frameworks/kinds/case_strand.html",
    context=_context,
    words=_words,
)
