"""The stage of a record as its pages show it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pam.access.levels import Level
from pam.access.visibility import Reader
from pam.frameworks.stage_maps import stage_of
from pam.records.models import Record
from pam.stages import selectors
from pam.stages.models import Move


@dataclass(frozen=True)
class Step:
    """One stage of the path: where the record was ("done"), is ("here"), or may come to ("ahead")."""

    code: str
    label: str
    state: str
    end: bool

    @property
    def words(self) -> str:
        """The state in words."""
        return {"done": "was here", "here": "is here now", "ahead": "not yet"}[self.state]


def path(body: dict[str, Any], here: str, made: Iterable[Move]) -> list[Step]:
    """The stages of a map in its order, with what the moves that were `made` say of each. Ends where the
    record neither is nor was are left out: they are no step of its way.
    """
    been = {code for move in made if move.state == Move.State.MADE for code in (move.from_code, move.to_code)}
    steps = []
    for row in body["stages"]:
        code, end = row["code"], bool(row.get("end"))
        state = "here" if code == here else "done" if code in been else "ahead"
        if state != "ahead" or not end:
            steps.append(Step(code, row["label"], state, end))
    return steps


def stage_shown(reader: Reader, record: Record, level: int) -> dict[str, Any]:
    """The context of `stages/panel.html`: `now` (the stage's row in the map), its `path`, the `choices` from
    it, the move that is `asked` and whether they `may_decide` it, and the `newer` map that they could take.

    `record` is a row of its own kind with its `stage_version`. A bounded number of queries.
    """
    if record.stage_version is None:
        return {"now": None, "newer": selectors.newer_map(reader, record)}
    body = record.stage_version.body
    rows = selectors.latest_moves(reader, record)
    asked = next((row for row in rows if row.waits), None)
    return {
        "now": stage_of(body, record.stage),
        "path": path(body, record.stage, rows),
        "choices": [] if asked else selectors.choices(reader, record, level),
        "asked": asked,
        "may_decide": asked is not None
        and level >= Level.MANAGE
        and selectors.approves(reader, record, asked),
        "last": next((row for row in rows if row.state == Move.State.MADE), None),
        "newer": None if asked else selectors.newer_map(reader, record),
    }
