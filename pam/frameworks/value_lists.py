"""The kind *list*: coded values as a tree, with dates and areas. One may feed a list that forms offer."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from pam.frameworks.differences import twice
from pam.frameworks.kinds import CODE, NAME, Body, FrameworkKind
from pam.frameworks.list_feeding import feed_list
from pam.frameworks.problems import Problem
from pam.reference.list_declarations import all_lists, list_named

DAY = {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
COLOURS = ["grey", "green", "teal", "blue", "purple", "magenta", "red", "orange", "yellow"]
VALUE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "code": {**CODE, "pattern": "^[a-z0-9][a-z0-9_-]{0,39}$", "description": "It never changes."},
        "label": {**NAME, "description": "What people choose."},
        "meaning": {**NAME, "maxLength": 300, "description": "The help beside it."},
        "parent": {**CODE, "maxLength": 40, "description": "The value that it is a part of."},
        "colour": {"enum": COLOURS},
        "place": {
            "type": "integer",
            "minimum": 0,
            "maximum": 999,
            "description": "Its place among the others. Left out: as it is listed here.",
        },
        "from": {**DAY, "description": "The first day on which it can be chosen."},
        "until": {**DAY, "description": "The last one."},
        "area": {
            **NAME,
            "description": "Where it is in force. Left out: everywhere. Shown; narrows nothing.",
        },
        "retired": {"type": "boolean", "description": "It can no longer be chosen; what bears it keeps it."},
    },
    "required": ["code", "label"],
    "additionalProperties": False,
}


def check_values(body: Body) -> Iterable[Problem]:
    """Codes once, parents that are there and in no circle, dates in order, a list of forms that there is."""
    values = body["values"]
    yield from twice(values, ("values",))
    listing = body.get("listing")
    if listing and list_named(listing) is None:
        known = ", ".join(sorted(one.key for one in all_lists()))
        yield Problem(("listing",), f"No list of the forms is called “{listing}”: use one of {known}.")
    by_code = {row["code"]: row for row in values}
    for place, row in enumerate(values):
        path = ("values", place)
        parent = row.get("parent")
        if parent and parent not in by_code and not listing:
            yield Problem((*path, "parent"), f"No value has the code “{parent}”.")
        if parent and _turns(row, by_code):
            yield Problem((*path, "parent"), "It is, in a circle, a part of itself.")
        yield from _dates(path, row)


def _turns(row, by_code):
    seen, here = set(), row
    while here.get("parent") in by_code and here["code"] not in seen:
        seen.add(here["code"])
        here = by_code[here["parent"]]
    return here["code"] == row["code"] and bool(seen)


def _dates(path, row):
    for key in ("from", "until"):
        try:
            date.fromisoformat(row.get(key, "2026-01-01"))
        except ValueError:
            yield Problem((*path, key), f"{row[key]} is no date.")
    if row.get("from", "") > row.get("until", "9999"):
        yield Problem((*path, "until"), "It ends before it begins.")


def tree(body: Body) -> list[tuple[int, dict[str, Any]]]:
    """[(level up to 3, value)]: each after the value that it is a part of, else in the file's order."""
    by_code = {row["code"]: row for row in body["values"]}
    below: dict[str, list[dict[str, Any]]] = {}
    for row in body["values"]:
        parent = row.get("parent", "")
        below.setdefault(parent if parent in by_code and parent != row["code"] else "", []).append(row)
    found: list[tuple[int, dict[str, Any]]] = []
    waiting = [(0, row) for row in reversed(below.get("", []))]
    while waiting:
        level, row = waiting.pop()
        found.append((min(level, 3), row))
        waiting += [(level + 1, one) for one in reversed(below.get(row["code"], []))]
    return found


def shown(body: Body) -> dict[str, Any]:
    """What the page of a list adds: its tree, whether areas and dates are said, what it feeds."""
    listing = list_named(body.get("listing", ""))
    return {
        "tree": tree(body),
        "feeds": listing.label if listing else "",
        "dated": any(one.get("from") or one.get("until") for one in body["values"]),
        "placed": any(one.get("area") for one in body["values"]),
    }


LIST = FrameworkKind(
    code="list",
    name="List of values",
    plural="Lists of values",
    meaning="What people choose from: types, orders, warnings, with their dates and areas.",
    schema={
        "properties": {
            "listing": {
                "type": "string",
                "pattern": r"^[a-z][a-z_.-]{0,39}$",
                "description": "The list of the forms that it feeds when it is published. Left out: none.",
            },
            "values": {"type": "array", "items": VALUE, "minItems": 1, "maxItems": 500},
        },
        "required": ["values"],
    },
    checks=(check_values,),
    blank={"values": [{"code": "first", "label": "First value"}]},
    page="frameworks/kinds/list.html",
    context=shown,
    words=lambda body: [text for row in body["values"] for text in (row["label"], row.get("meaning", ""))],
    in_force_now=feed_list,
)
