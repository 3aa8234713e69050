"""The kinds *plan* and *tactic card*: what is to be done, by which people, in how many days."""

from collections.abc import Iterable
from typing import Any

from pam.frameworks.differences import twice
from pam.frameworks.kinds import CODE, NAME, NOT_BLANK, TEXT, Body, FrameworkKind, listed, names
from pam.frameworks.problems import Problem

LONGEST_STEP = 200  # the title of an action
DAYS = {"type": "integer", "minimum": 0, "maximum": 3650}
STEP: dict[str, Any] = {
    "type": "object",
    "properties": {
        "code": {**CODE, "description": "Tells the steps apart; it stays when the text changes."},
        "step": {"type": "string", "pattern": NOT_BLANK, "maxLength": LONGEST_STEP},
        "details": {**TEXT, "description": "How it is done."},
        "strand": {**CODE, "description": "The strand, where the kind of record has strands."},
        "days": {**DAYS, "description": "Days from when the plan is applied until it is due."},
        "owner": {**NAME, "description": "Who usually does it, in words."},
        "goal": {**CODE, "description": "The goal that it serves."},
        "tactic": {**CODE, "description": "The code of its tactic card."},
        "after": {
            "type": "array",
            "items": CODE,
            "uniqueItems": True,
            "maxItems": 20,
            "description": "Steps that must be done before it.",
        },
    },
    "required": ["code", "step", "days"],
    "additionalProperties": False,
}
GOAL: dict[str, Any] = {
    "type": "object",
    "properties": {"code": CODE, "label": {**NAME, "maxLength": 300}, "measure": TEXT},
    "required": ["code", "label"],
    "additionalProperties": False,
}
PLAN_SCHEMA: dict[str, Any] = {
    "properties": {
        "plan": {
            "type": "string",
            "pattern": NOT_BLANK,
            "maxLength": 60,
            "description": "Its actions' heading.",
        },
        "goals": {"type": "array", "items": GOAL, "maxItems": 50},
        "steps": {"type": "array", "items": STEP, "minItems": 1, "maxItems": 200},
    },
    "required": ["plan", "steps"],
}
CARD_SCHEMA: dict[str, Any] = {
    "properties": {
        "strand": {**CODE, "description": "The strand that it belongs to."},
        "summary": {**TEXT, "description": "What is done, in a sentence or two."},
        "when": {**TEXT, "description": "When it is worth using."},
        "how": {"type": "array", "items": TEXT, "maxItems": 30, "description": "Step by step."},
        "needs": {"type": "array", "items": TEXT, "maxItems": 20, "description": "What must be there first."},
        "partners": {"type": "array", "items": NAME, "maxItems": 20},
        "powers": {"type": "array", "items": TEXT, "maxItems": 20, "description": "Its legal basis."},
        "risks": {"type": "array", "items": TEXT, "maxItems": 20, "description": "What can go wrong."},
        "evidence": {**TEXT, "description": "What is known of whether it works."},
        "days": {**DAYS, "description": "Days until it is usually done."},
        "tags": {"type": "array", "items": NAME, "maxItems": 20},
    },
    "required": ["summary"],
}


def check_plan(body: Body) -> Iterable[Problem]:
    """Codes, strands, goals, and that what a step waits for is there, due no later, and not in a circle."""
    steps = body["steps"]
    yield from twice(steps, ("steps",))
    yield from twice(body.get("goals", []), ("goals",))
    goals = {goal["code"] for goal in body.get("goals", ())}
    by_code = {step["code"]: step for step in steps}
    for place, step in enumerate(steps):
        path = ("steps", place)
        if step.get("goal") and step["goal"] not in goals:
            yield Problem((*path, "goal"), f"No goal has the code “{step['goal']}”.")
        for at, code in enumerate(step.get("after", ())):
            before = by_code.get(code)
            if before is None:
                yield Problem((*path, "after", at), f"No step has the code “{code}”.")
            elif before["days"] > step["days"]:
                yield Problem((*path, "days"), f"It is due before “{before['step']}”, which it waits for.")
    yield from _circles(steps, by_code)
    yield from _strands(body, [(("steps", place), step) for place, step in enumerate(steps)])


def _circles(steps, by_code):
    waits = {step["code"]: [code for code in step.get("after", ()) if code in by_code] for step in steps}
    done: set[str] = set()
    while ready := [code for code in waits if code not in done and set(waits[code]) <= done]:
        done.update(ready)
    for place, step in enumerate(steps):
        if step["code"] not in done:
            yield Problem(("steps", place, "after"), "It waits, in a circle, for itself.")


def check_card(body: Body) -> Iterable[Problem]:
    """That its strand is one of the kinds of record that it is for."""
    yield from _strands(body, [((), body)])


def _strands(body, rows):
    """Problems of strands that no kind of record in `for` has (names("strand") gives "kind.strand")."""
    known = names("strand")
    kinds = body.get("for") or sorted({code.split(".")[0] for code in known})
    allowed = {code.split(".", 1)[1] for code in known if code.split(".")[0] in kinds}
    for path, row in rows:
        strand = row.get("strand")
        if strand and known and strand not in allowed:
            hint = f": {listed(allowed)}" if allowed else ": these records have none"
            yield Problem((*path, "strand"), f"No strand has the code “{strand}”{hint}.")


def shown(body: Body) -> dict[str, Any]:
    """What the page of a plan adds: its steps, each with the steps that it waits for in words."""
    names_of = {step["code"]: step["step"] for step in body["steps"]}
    steps = [
        {**step, "waits_for": [names_of.get(code, code) for code in step.get("after", ())]}
        for step in body["steps"]
    ]
    return {"steps": steps}


def _step_words(body):
    for step in body.get("steps", ()):
        yield from (step["step"], step.get("details", ""))


def _card_words(body):
    for key in ("summary", "when", "evidence"):
        yield body.get(key, "")
    for key in ("tags", "how", "partners", "powers"):
        yield from body.get(key, ())


PLAN = FrameworkKind(
    code="plan",
    name="Plan",
    plural="Plans",
    meaning="Actions that are added to a record in one go.",
    schema=PLAN_SCHEMA,
    checks=(check_plan,),
    blank={"plan": "Plan", "steps": [{"code": "first", "step": "First step", "days": 7}]},
    page="frameworks/kinds/plan.html",
    context=shown,
    words=_step_words,
)
TACTIC = FrameworkKind(
    code="tactic",
    name="Tactic card",
    plural="Tactic cards",
    meaning="One way of working: when to use it, how, with what powers, and what can go wrong.",
    schema=CARD_SCHEMA,
    checks=(check_card,),
    blank={"summary": "What is done"},
    page="frameworks/kinds/tactic.html",
    words=_card_words,
)
