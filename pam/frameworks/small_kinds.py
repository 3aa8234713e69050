"""The kinds *checklist* and *stock phrases*."""

from collections.abc import Iterable
from typing import Any

from pam.frameworks.differences import twice
from pam.frameworks.kinds import CODE, NAME, TEXT, Body, FrameworkKind
from pam.frameworks.problems import Problem

ITEM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "code": CODE,
        "label": {**NAME, "maxLength": 300, "description": "What is to be there or done."},
        "help": TEXT,
        "needed": {"type": "boolean", "description": "The list is not complete without it."},
        "may-not-apply": {"type": "boolean", "description": "“Not applicable” is an answer, with a reason."},
    },
    "required": ["code", "label"],
    "additionalProperties": False,
}
PHRASE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "code": CODE,
        "label": {**NAME, "description": "What it is found by."},
        "text": {**TEXT, "description": "What is put in. Nothing in it is filled in or run."},
        "field": {**NAME, "description": "The box that it is offered beside. Left out: every one."},
    },
    "required": ["code", "label", "text"],
    "additionalProperties": False,
}


def check_items(body: Body) -> Iterable[Problem]:
    """That no code is there twice."""
    yield from twice(body["items"], ("items",))


def check_phrases(body: Body) -> Iterable[Problem]:
    """That no code is there twice."""
    yield from twice(body["phrases"], ("phrases",))


def open_items(body: Body, answers: dict[str, str]) -> list[str]:
    """The codes of needed items without an answer. `answers`: {code: "done" or "not_applicable"}."""
    return [
        row["code"]
        for row in body["items"]
        if row.get("needed")
        and answers.get(row["code"]) != "done"
        and not (row.get("may-not-apply") and answers.get(row["code"]) == "not_applicable")
    ]


CHECKLIST = FrameworkKind(
    code="checklist",
    name="Checklist",
    plural="Checklists",
    meaning="What is to be there or done, ticked one by one.",
    schema={
        "properties": {"items": {"type": "array", "items": ITEM, "minItems": 1, "maxItems": 200}},
        "required": ["items"],
    },
    checks=(check_items,),
    blank={"items": [{"code": "first", "label": "First item"}]},
    page="frameworks/kinds/checklist.html",
    context=lambda body: {"items": body["items"]},
    words=lambda body: [row["label"] for row in body["items"]],
)
PHRASES = FrameworkKind(
    code="phrases",
    name="Stock phrases",
    plural="Stock phrases",
    meaning="Sentences that people put into a box and change.",
    schema={
        "properties": {"phrases": {"type": "array", "items": PHRASE, "minItems": 1, "maxItems": 300}},
        "required": ["phrases"],
    },
    checks=(check_phrases,),
    blank={"phrases": [{"code": "first", "label": "First phrase", "text": "Text"}]},
    page="frameworks/kinds/phrases.html",
    words=lambda body: [text for row in body["phrases"] for text in (row["label"], row["text"])],
)
