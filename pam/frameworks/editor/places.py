"""Where in a body an item is, by the codes of its rows, and what can be done with rows. Pure.

An address is "sections.harm.questions.hurt": lists by key, rows by code ("~3" for a row whose code is not its
own). It stays when rows move and when another author saves.
"""

import re
from collections.abc import Iterator
from copy import copy, deepcopy
from dataclasses import dataclass
from typing import Any

from pam.frameworks.differences import label_of
from pam.frameworks.kinds import Body, FrameworkKind
from pam.frameworks.problems import Path, at

TABLES = (
    "options",
    "bands",
    "proposes",
    "warn",
    "escalate",
)  # lists that are edited as a table, within the item that they are a part of
TITLES = ("ask", "step", "title", "label", "says", "name", "text")  # what a new row is called by


class NotThere(LookupError):
    """An address that leads nowhere: the row was removed or bears another code."""


@dataclass(frozen=True)
class Item:
    """A line of the outline: `level` counts from 0; `listing` is the address of a list of rows."""

    address: str
    label: str
    level: int
    listing: str = ""
    row: bool = False
    first: bool = False
    last: bool = False


def schema_at(kind: FrameworkKind, path: Path) -> dict[str, Any]:
    """The part of the kind's schema that `path` is about. Raises NotThere."""
    root = schema = kind.full_schema
    for step in path:
        schema = _resolved(root, schema)
        found = schema.get("items") if isinstance(step, int) else schema.get("properties", {}).get(step)
        if found is None:
            raise NotThere
        schema = found
    return _resolved(root, schema)


def _resolved(root, schema):
    while "$ref" in schema:
        schema = root["$defs"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def is_list_of_rows(schema: dict[str, Any]) -> bool:
    """Whether this is a list of rows that have codes."""
    return schema.get("type") == "array" and "code" in schema.get("items", {}).get("properties", {})


def is_group(schema: dict[str, Any]) -> bool:
    """Whether this is a group of keys with a form of its own (the second line of an assessment)."""
    return schema.get("type") == "object" and len(schema.get("required", ())) > 0


def address_of(body: Body, path: Path) -> str:
    """The address of what is at `path`."""
    steps: list[str] = []
    rows: Any = body
    for step in path:
        if isinstance(step, int):
            codes = [row.get("code") if isinstance(row, dict) else None for row in rows]
            own = step < len(codes) and codes[step] and codes.count(codes[step]) == 1
            steps.append(str(codes[step]) if own else f"~{step}")
        else:
            steps.append(step)
        rows = at(rows, (step,))
    return ".".join(steps)


def path_of(body: Body, address: str) -> Path:
    """The path of an address; () for "". Raises NotThere."""
    path: list[str | int] = []
    here: Any = body
    for step in address.split(".") if address else ():
        if isinstance(here, list):
            place = _place(here, step)
            path.append(place)
            here = here[place]
        elif isinstance(here, dict):
            path.append(step)
            here = here.get(step)
        else:
            raise NotThere
    return tuple(path)


def _place(rows, step):
    for place, row in enumerate(rows):
        if isinstance(row, dict) and row.get("code") == step:
            return place
    if re.fullmatch(r"~[0-9]{1,4}", step) and int(step[1:]) < len(rows):
        return int(step[1:])
    raise NotThere


def outline(kind: FrameworkKind, body: Body) -> list[Item]:
    """The lines at the left: the framework itself, its groups, lists and rows, each before what is in it."""
    return [Item("", "Name and purpose", 0), *_lines(kind, body, (), body, 0)]


def _lines(kind, body, path, here, level) -> Iterator[Item]:
    for key, schema in schema_at(kind, path).get("properties", {}).items():
        place = (*path, key)
        if key in TABLES:
            if not path:
                yield Item(key, heading_of(key), level)
        elif is_list_of_rows(schema):
            rows = here.get(key, [])
            listing = address_of(body, place)
            yield Item(listing, heading_of(key), level, listing)
            for n, row in enumerate(rows):
                one = (*place, n)
                yield Item(
                    address_of(body, one), label_of(row), level + 1, "", True, n == 0, n == len(rows) - 1
                )
                yield from _lines(kind, body, one, row, level + 2)
        elif not path and is_group(schema):
            yield Item(key, heading_of(key), level)


def heading_of(key: str) -> str:
    """ "second-line" as "Second line"."""
    words = key.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def with_value(body: Body, path: Path, value: Any) -> Body:
    """`body` with `value` at `path`; None takes it out. What `path` does not lead through is not copied."""
    if not path:
        return value
    found = copy(body)
    here: Any = found
    for step in path[:-1]:
        inside = here.get(step, {}) if isinstance(here, dict) else here[step]
        here[step] = copy(inside)
        here = here[step]
    if value is None:
        del here[path[-1]]
    else:
        here[path[-1]] = value
    return found


def new_row(kind: FrameworkKind, body: Body, path: Path) -> Body:
    """A row for the list at `path` that fits the schema, with a code of its own."""
    schema = schema_at(kind, path)["items"]
    noun = singular(str(path[-1]))
    code = free_code(noun, codes_of(kind, body, path))
    row = {key: _blank(kind, body, key, schema["properties"][key], noun) for key in schema["required"]}
    return {**row, "code": code}


def singular(key: str) -> str:
    """ "criteria" as "criterion", "steps" as "step"."""
    return {"criteria": "criterion"}.get(key, key[:-1] if key.endswith("s") else key)


def codes_of(kind: FrameworkKind, body: Body, path: Path) -> set[str]:
    """The codes that a new row of this list can't have: for questions and sections those of all of them."""
    if path[0] == "sections":
        sections = body.get("sections", [])
        asked = {row["code"] for section in sections for row in section["questions"]}
        return asked | {section["code"] for section in sections}
    return {row["code"] for row in at(body, path) or []}


def free_code(wanted: str, taken: set[str]) -> str:
    """A code made of `wanted` that is not taken: "step", "step-2"."""
    base = re.sub(r"[^a-z0-9]+", "-", wanted.lower()).strip("-")[:50] or "row"
    base = base if base[0].isalpha() else f"r-{base}"
    found, n = base, 2
    while found in taken:
        found, n = f"{base}-{n}", n + 1
    return found


def _blank(kind, body, key, schema, noun):
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("type") == "array":
        if is_list_of_rows(schema):
            inner = schema["items"]
            row = {
                one: _blank(kind, body, one, inner["properties"][one], singular(key))
                for one in inner["required"]
            }
            return [{**row, "code": free_code(singular(key), codes_of(kind, body, ("sections",)))}]
        return [_stage(body)]
    if key == "to":
        return _stage(body)
    if schema.get("type") in ("integer", "number"):
        return max(1, schema.get("minimum", 1))
    if key == "when":
        first = next((row for one in body.get("sections", ()) for row in one["questions"]), None)
        return f"{first['code']} is answered" if first else "1 = 1"
    return f"New {noun}"


def _stage(body):
    return next((row["code"] for row in body.get("stages", ())), "first")


def duplicate(kind: FrameworkKind, body: Body, path: Path) -> tuple[Body, Path]:
    """The body with a copy of the row at `path` after it, and the copy's path. Its codes are its own."""
    listing, place = path[:-1], int(path[-1])
    rows = deepcopy(at(body, listing))
    row, taken = deepcopy(rows[place]), codes_of(kind, body, listing)
    row["code"] = free_code(row["code"], taken)
    for one in row.get("questions", ()):
        taken.add(row["code"])
        one["code"] = free_code(one["code"], taken)
        taken.add(one["code"])
    rows.insert(place + 1, row)
    return with_value(body, listing, rows), (*listing, place + 1)


def moved(body: Body, path: Path, to: int) -> tuple[Body, Path]:
    """The body with the row at `path` at place `to` of its list (or the nearest that there is)."""
    listing, place = path[:-1], int(path[-1])
    rows = deepcopy(at(body, listing))
    row = rows.pop(place)
    to = max(0, min(to, len(rows)))
    rows.insert(to, row)
    return with_value(body, listing, rows), (*listing, to)
