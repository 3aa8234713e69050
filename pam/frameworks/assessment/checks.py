"""What is asked of an assessment before it is published, beyond its schema."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from pam.access.roles import role_choices
from pam.frameworks.assessment.method import Method, Question
from pam.frameworks.assessment.scores import Reachable, decimal
from pam.frameworks.differences import twice
from pam.frameworks.kinds import Body
from pam.frameworks.language.evaluate import Unknown
from pam.frameworks.language.reach import Space, can_hold
from pam.frameworks.language.syntax import NotUnderstood
from pam.frameworks.language.types import RESERVED
from pam.frameworks.problems import Problem

WITH_OPTIONS = ("choice", "several")
NUMBERS = ("scale", "number")
# What a person reads where a condition can never hold, by the key that it is at.
NEVER = {
    "visible-if": "This is never shown: its condition cannot hold.",
    "required-if": "This is never needed: its condition cannot hold.",
    "when": "This can never happen: its condition cannot hold.",
}


def check(body: Body) -> Iterable[Problem]:
    """All problems of an assessment that fits the schema."""
    method = Method(body)
    found = [*_codes(method), *_questions(method), *_dates(body), *_judgement(body), *_second_role(body)]
    yield from found
    conditions = list(_conditions(method))
    yield from conditions
    circles = [
        Problem((*one.path, "visible-if"), "Whether it is shown depends, in a circle, on itself.")
        for one in method.order[1]
    ]
    yield from circles
    if found or conditions or circles:
        return
    reachable = Reachable(method) if method.scored else None
    yield from _bands(body, reachable)
    yield from _never(method, reachable)


def _codes(method):
    yield from twice(method.sections, ("sections",))
    seen: set[str] = set(method.groups)
    for one in method.questions:
        if one.code in RESERVED:
            yield Problem((*one.path, "code"), f"“{one.code}” is a word of the conditions: choose another.")
        elif one.code in seen:
            yield Problem((*one.path, "code"), f"“{one.code}” is here twice.")
        seen.add(one.code)
    for place, section in enumerate(method.sections):
        if section["code"] in RESERVED:
            words = f"“{section['code']}” is a word of the conditions: choose another."
            yield Problem(("sections", place, "code"), words)
    for key in ("bands", "triggers"):
        yield from twice(method.body.get(key, []), (key,))


def _questions(method: Method) -> Iterable[Problem]:
    for one in method.questions:
        row, path = one.row, one.path
        options = row.get("options", [])
        if (row["type"] in WITH_OPTIONS) != bool(options):
            words = "A choice needs its options." if not options else "Only a choice has options."
            yield Problem((*path, "options") if options else path, words)
        yield from twice(options, (*path, "options"))
        for key in ("from", "to", "decimals", "unit", "points"):
            if key in row and row["type"] not in NUMBERS:
                yield Problem((*path, key), f"Only a scale or a number has “{key}”.")
        if row["type"] == "scale" and not ("from" in row and "to" in row):
            yield Problem(path, "A scale needs “from” and “to”.")
        if "from" in row and "to" in row and row["from"] >= row["to"]:
            yield Problem((*path, "to"), "“to” must be more than “from”.")
        yield from _points(method, one)


def _points(method: Method, one: Question) -> Iterable[Problem]:
    row, path = one.row, one.path
    scored = "points" in row or "score" in row or any("score" in option for option in row.get("options", ()))
    if scored and not method.scored:
        yield Problem(path, "Nothing scores in an assessment with “score: none”.")
    if "points" in row and row["type"] == "number" and not ("from" in row and "to" in row):
        yield Problem((*path, "points"), "A number that scores needs “from” and “to”.")
    for code in row.get("score", {}):
        if code in ("yes", "no") and row["type"] != "yesno":
            yield Problem((*path, "score", code), "Only a question with yes and no scores so.")
        elif code not in ("yes", "no") and code not in one.unknowns:
            yield Problem((*path, "score", code), f"“{code}” is not offered, so it cannot score.")
    numbers = [*row.get("score", {}).values(), row.get("points", 0)]
    for number in [*numbers, *(option.get("score", 0) for option in row.get("options", ()))]:
        if decimal(number) != round(decimal(number), 2):
            yield Problem(path, f"{number} has more than two decimals.")


def _dates(body):
    for place, row in enumerate(body.get("criteria", ())):
        for key in ("from", "until"):
            try:
                date.fromisoformat(row.get(key, "2026-01-01"))
            except ValueError:
                yield Problem(("criteria", place, key), f"{row[key]} is no date.")
        if row.get("from", "") > row.get("until", "9999"):
            yield Problem(("criteria", place, "until"), "It ends before it begins.")
    spans: dict[str, list[tuple[str, str]]] = {}
    for place, row in enumerate(body.get("criteria", ())):
        span = (row.get("from", ""), row.get("until", "9999"))
        if any(span[0] <= other[1] and other[0] <= span[1] for other in spans.get(row["code"], ())):
            yield Problem(("criteria", place), f"Two rules “{row['code']}” hold on the same day.")
        spans.setdefault(row["code"], []).append(span)


def _judgement(body):
    bands = body.get("bands", [])
    if body["score"] == "none":
        if body.get("judgement", "change") != "change":
            yield Problem(("judgement",), "Without scores the grade is a judgement: use “change”.")
        for place, band in enumerate(bands):
            if "from" in band or "to" in band:
                yield Problem(("bands", place), "Nothing scores here, so a band has no “from” and “to”.")
    if not bands and "judgement" in body:
        yield Problem(("judgement",), "There are no bands to judge.")


def _second_role(body):
    role = body.get("second-line", {}).get("role")
    if role and role not in dict(role_choices()):
        yield Problem(("second-line", "role"), f"“{role}” is no role that a person can have.")


def _conditions(method):
    for path, text, outcome in method.conditions():
        tree = method.tree(path, text, outcome)
        if isinstance(tree, NotUnderstood):
            yield Problem(path, str(tree))


def _bands(body, reachable):
    bands = body.get("bands", [])
    if reachable is None or not bands:
        return
    scores = reachable.scores[None]
    taken = [[place for place, band in enumerate(bands) if _takes(band, score)] for score in scores]
    for score, places in zip(scores, taken, strict=True):
        if not places:
            yield Problem(("bands",), f"No band takes a score of {score:f}, which can be reached.")
            break
    for score, places in zip(scores, taken, strict=True):
        if len(places) > 1:
            labels = " and ".join(f"“{bands[place]['label']}”" for place in places[:2])
            yield Problem(("bands", places[1]), f"A score of {score:f} is in two bands, {labels}.")
            break
    used = {place for places in taken for place in places}
    for place, band in enumerate(bands):
        if place not in used:
            span = f"from {scores[0]:f} to {scores[-1]:f}"
            words = f"No answers reach the band “{band['label']}”: scores go {span}."
            yield Problem(("bands", place), words)


def _takes(band, score):
    return decimal(band.get("from", "-1e9")) <= score <= decimal(band.get("to", "1e9"))


def _never(method, reachable):
    space = Space(
        bounds={one.code: _bounds(one.row) for one in method.questions},
        unknowns={one.code: _unknowns(method, one) for one in method.questions},
        scores=reachable.scores if reachable else {},
    )
    for path, text, outcome in method.conditions():
        scope = method.outcome_scope if outcome else method.scope
        tree = method.tree(path, text, outcome)
        if not isinstance(tree, NotUnderstood) and not can_hold(tree, scope, space):
            yield Problem(path, NEVER[str(path[-1])])


def _bounds(row):
    low, high = (Decimal(str(row[key])) if key in row else None for key in ("from", "to"))
    return low, high


def _unknowns(method, one):
    hidden = [Unknown.HIDDEN] if method.shown_if(one) else []
    return [*(Unknown(code) for code in one.unknowns), *hidden]
