"""The kind *stage map*: the stages of a record, the moves between them, and a pure engine for both.

A stage map never loses a record: each stage can be reached, each leads to an end or is one, and a record
whose stage is not in a newer version is moved to one that the author names (`instead-of`).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pam.frameworks.differences import twice
from pam.frameworks.kinds import CODE, NAME, TEXT, Body, FrameworkKind, listed, names
from pam.frameworks.problems import Problem

NEEDS = {
    "type": "array",
    "items": {"type": "string", "pattern": r"^[a-z][a-z0-9_.-]{0,59}$"},
    "uniqueItems": True,
    "maxItems": 20,
    "description": "What must be there first, by the registered names of requirements.",
}
ROLES = {"type": "array", "items": CODE, "uniqueItems": True, "maxItems": 20}
STAGE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "code": CODE,
        "label": NAME,
        "sop": {**TEXT, "description": "What is done at this stage; shown in place."},
        "colour": {**CODE},
        "end": {"type": "boolean", "description": "The work ends here."},
        "work": {
            "type": "boolean",
            "description": "Work goes on here: a record that was accepted elsewhere begins at it.",
        },
        "review-days": {"type": "integer", "minimum": 1, "maximum": 3650},
        "instead-of": {
            "type": "array",
            "items": CODE,
            "uniqueItems": True,
            "maxItems": 20,
            "description": "Stages of earlier versions whose records belong here now.",
        },
    },
    "required": ["code", "label"],
    "additionalProperties": False,
}
MOVE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "code": CODE,
        "label": NAME,
        "from": {"type": "array", "items": CODE, "uniqueItems": True, "minItems": 1, "maxItems": 60},
        "to": CODE,
        "who": {**ROLES, "description": "Roles that may make the move. Left out: who manages the record."},
        "approved-by": {**ROLES, "description": "Roles of the second person. Left out: none is needed."},
        "needs": NEEDS,
        "reason": {"type": "boolean", "description": "A reason is written with it."},
    },
    "required": ["code", "label", "from", "to"],
    "additionalProperties": False,
}
SCHEMA: dict[str, Any] = {
    "properties": {
        "start": {**CODE, "description": "The stage of a new record."},
        "stages": {"type": "array", "items": STAGE, "minItems": 2, "maxItems": 60},
        "moves": {"type": "array", "items": MOVE, "minItems": 1, "maxItems": 200},
    },
    "required": ["start", "stages", "moves"],
}


@dataclass(frozen=True)
class Move:
    """A move that a record may make, and the requirements that are not met yet."""

    code: str
    label: str
    to: str
    missing: tuple[str, ...]
    roles: tuple[str, ...]
    approved_by: tuple[str, ...]
    reason: bool


def moves_from(body: Body, stage: str, met: Collection[str] = ()) -> list[Move]:
    """The moves from a stage, in the map's order. `met` are the requirements that the record meets."""
    return [
        Move(
            code=row["code"],
            label=row["label"],
            to=row["to"],
            missing=tuple(need for need in row.get("needs", ()) if need not in met),
            roles=tuple(row.get("who", ())),
            approved_by=tuple(row.get("approved-by", ())),
            reason=row.get("reason", False),
        )
        for row in body["moves"]
        if stage in row["from"]
    ]


def stage_of(body: Body, code: str) -> Mapping[str, Any]:
    """The stage that a record at `code` is at in this map: the one of this code, else the one that took its
    place, else the first. There always is one.
    """
    by_code = {row["code"]: row for row in body["stages"]}
    if code in by_code:
        return by_code[code]
    for row in body["stages"]:
        if code in row.get("instead-of", ()):
            return row
    return by_code.get(body["start"], body["stages"][0])


def working_stage(body: Body) -> str:
    """The code of the stage at which a record begins that was accepted elsewhere: the first with `work`; ""
    (the map's own start) if none has it.
    """
    return next((row["code"] for row in body["stages"] if row.get("work")), "")


def left_without(before: Body, after: Body) -> list[Mapping[str, Any]]:
    """The stages of an earlier version that the later one neither has nor names in `instead-of`: a record
    there would begin anew. Shown to the author before the later one is published.
    """
    known = {row["code"] for row in after["stages"]}
    known |= {code for row in after["stages"] for code in row.get("instead-of", ())}
    return [row for row in before["stages"] if row["code"] not in known]


def check(body: Body) -> Iterable[Problem]:
    """Codes, names, that each stage can be reached, and that from each an end can be."""
    stages, moves = body["stages"], body["moves"]
    yield from twice(stages, ("stages",))
    yield from twice(moves, ("moves",))
    codes = {row["code"] for row in stages}
    ends = {row["code"] for row in stages if row.get("end")}
    if body["start"] not in codes:
        yield Problem(("start",), f"No stage has the code “{body['start']}”.")
    if not ends:
        yield Problem(("stages",), "No stage is an end: say “end: true” of one.")
    yield from _moves(moves, codes)
    yield from _replaced(stages, codes)
    steps = {(one, row["to"]) for row in moves for one in row["from"]}
    reached = _closure({body["start"]}, steps)
    ending = _closure(ends, {(to, one) for one, to in steps})
    for place, row in enumerate(stages):
        if row["code"] not in reached:
            yield Problem(("stages", place), f"No moves lead to “{row['label']}”.")
        if ends and row["code"] not in ending:
            yield Problem(("stages", place), f"From “{row['label']}” no moves lead to an end.")


def _moves(moves, codes):
    roles, requirements = names("role"), names("requirement")
    for place, row in enumerate(moves):
        for at, code in enumerate(row["from"]):
            if code not in codes:
                yield Problem(("moves", place, "from", at), f"No stage has the code “{code}”.")
            if code == row["to"]:
                yield Problem(("moves", place, "to"), "It leads to where it comes from.")
        if row["to"] not in codes:
            yield Problem(("moves", place, "to"), f"No stage has the code “{row['to']}”.")
        makers, approvers = set(row.get("who", ())), set(row.get("approved-by", ()))
        if len(approvers) == 1 and makers == approvers and approvers <= set(names("role_of_one_person")):
            says = "It can never be approved: the one person who may make it would have to approve it."
            yield Problem(("moves", place, "approved-by"), says)
        for key, known in (("who", roles), ("approved-by", roles), ("needs", requirements)):
            for at, code in enumerate(row.get(key, ())):
                if known and code not in known:
                    yield Problem(("moves", place, key, at), f"“{code}” is not known: {listed(known)}.")


def _replaced(stages, codes):
    taken: set[str] = set()
    for place, row in enumerate(stages):
        for at, code in enumerate(row.get("instead-of", ())):
            path = ("stages", place, "instead-of", at)
            if code in codes:
                yield Problem(path, f"“{code}” is a stage of this map.")
            elif code in taken:
                yield Problem(path, f"“{code}” has a place already.")
            taken.add(code)


def _closure(begun, steps):
    found, new = set(begun), set(begun)
    while new:
        new = {to for one, to in steps if one in new} - found
        found |= new
    return found


def in_words(body: Body) -> dict[str, Any]:
    """What the page of a stage map adds: its moves with the labels of stages, roles and requirements."""
    labels = {row["code"]: row["label"] for row in body["stages"]}
    roles, requirements = names("role"), names("requirement")
    moves = []
    for row in body["moves"]:
        said = [requirements.get(code, code) for code in row.get("needs", ())]
        if row.get("who"):
            said.append(f"by {', '.join(roles.get(code, code) for code in row['who'])}")
        if row.get("approved-by"):
            said.append(f"approved by {', '.join(roles.get(code, code) for code in row['approved-by'])}")
        if row.get("reason"):
            said.append("with a reason")
        origins = ", ".join(labels.get(code, code) for code in row["from"])
        shown = {
            "origins": origins,
            "target": labels.get(row["to"], row["to"]),
            "conditions": "; ".join(said),
        }
        moves.append({"label": row["label"], **shown})
    return {"moves": moves}


def _words(body):
    for row in body.get("stages", ()):
        yield from (row["label"], row.get("sop", ""))


STAGE_MAP = FrameworkKind(
    code="stage-map",
    name="Stage map",
    plural="Stage maps",
    meaning="The stages of a record, which moves there are, who makes and approves them, what must be there.",
    schema=SCHEMA,
    checks=(check,),
    blank={
        "start": "open",
        "stages": [{"code": "open", "label": "Open"}, {"code": "closed", "label": "Closed", "end": True}],
        "moves": [{"code": "close", "label": "Close", "from": ["open"], "to": "closed"}],
    },
    page="frameworks/kinds/stage_map.html",
    context=in_words,
    words=_words,
)
