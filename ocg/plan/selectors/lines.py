"""The lines of a plan: as it is now, and as it was in a signed version; what came, went and changed."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from ocg.models import PlanObjective, PlanVersion, PlanVersionLine
from ocg.strands import FOUR_P
from pam.access import visibility
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.records.models import Record
from pam.ui.dates import long_date

# In the order of the page: what the lines of a kind are called, and {field: label}.
KINDS: dict[str, tuple[str, dict[str, str]]] = {
    "head": (
        "End state",
        {"end_state": "End state", "archive_criteria": "What must be true to archive the group"},
    ),
    "objective": ("Objectives", {"text": "Objective", "measure": "How we will know"}),
    "tactic": (
        "Tactics",
        {
            "title": "Tactic",
            "strand": FOUR_P.label,
            "owner": "Owner",
            "starts": "Start",
            "due": "Due",
            "objective": "Objective served",
            "card": "From the card",
        },
    ),
    "strand": ("Strands", {"owner": "Who owns it", "reason": "Why there is nothing in it"}),
    "stakeholder": (
        "Stakeholders",
        {"agency": "Who", "contact": "Contact", "brings": "What they bring", "briefed_on": "Briefed on"},
    ),
    "gap": ("Intelligence gaps", {"question": "Question", "collector": "Who collects", "due": "Answer by"}),
    "risk": (
        "Risks of the plan",
        {
            "kind": "Kind",
            "risk": "What could happen",
            "control": "How it is controlled",
            "owner": "Who owns it",
        },
    ),
}
DAYS = ("starts", "due", "briefed_on")


@dataclass(frozen=True)
class Line:
    """One line of a plan: what is planned (`body`), and where it stands or stood (`progress`)."""

    kind: str
    key: UUID
    body: dict[str, Any]
    progress: dict[str, Any]

    @property
    def title(self) -> str:
        """What the line is called."""
        body = self.body
        if self.kind == "objective":
            return f"{body['number']}. {body['text']}"
        if self.kind == "strand":
            return dict(FOUR_P.choices).get(body["strand"], body["strand"])
        first = {"head": "", "tactic": "title", "stakeholder": "agency", "gap": "question", "risk": "risk"}
        return body[first[self.kind]] if first[self.kind] else "End state"

    @property
    def standing(self) -> str:
        """Where it stands, in words; "" where that is not asked."""
        state = self.progress
        if self.kind == "objective":
            label = PlanObjective.State(state["state"]).label
            return f"{label}. {state['sentence']}".strip(". ") if state["sentence"] else label
        if self.kind == "tactic":
            return Action.Status(state["status"]).label
        if self.kind == "gap" and state["answered_by"]:
            return f"Answered: {state['answered_by']}"
        return ""

    @property
    def is_stated(self) -> bool:
        """Whether its kind has a standing at all."""
        return self.kind in ("objective", "tactic", "gap")


@dataclass(frozen=True)
class Section:
    """The lines of one kind with their heading; `rows` are (line, [(label, words)])."""

    kind: str
    heading: str
    rows: list[tuple[Line, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Difference:
    """What became of a line between two states of a plan: `how` is "new", "gone" or "changed"; `fields` are
    (label, before, after) of what changed.
    """

    how: str
    heading: str
    title: str
    fields: list[tuple[str, str, str]]

    @property
    def label(self) -> tuple[str, str]:
        """(word, colour) of its tag."""
        return {"new": ("New", "green"), "gone": ("Gone", "red"), "changed": ("Changed", "blue")}[self.how]


def lines_now(reader: Reader, record: Record) -> list[Line]:
    """The lines of a group's plan as it is, that the current reader sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, key, body, progress FROM pam_plan_lines_seen(%s)", [record.pk])
        rows = cursor.fetchall()
    return [Line(kind, key, _json(body), _json(progress)) for kind, key, body, progress in rows]


def lines_of(reader: Reader, version: PlanVersion) -> list[Line]:
    """The lines of a signed version that the reader sees."""
    rows = visibility.visible_to(reader, PlanVersionLine).filter(of_version_id=version.pk)
    return [Line(row.kind, row.key, row.body, row.progress) for row in rows.order_by("kind", "place", "pk")]


def _json(value):
    return json.loads(value) if isinstance(value, str) else value


def fingerprint(lines: list[Line]) -> str:
    """A number for what lines say, the same as long as they say the same."""
    said = [[line.kind, str(line.key), line.body] for line in sorted(lines, key=lambda one: str(one.key))]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def sections(lines: list[Line]) -> list[Section]:
    """The lines kind by kind, in the order of the page. Tactics come by their strand."""
    numbers = _numbers(lines)
    found = []
    for kind, (heading, labels) in KINDS.items():
        own = [line for line in lines if line.kind == kind]
        if kind == "tactic":
            order = [code for code, _ in FOUR_P.choices]
            own.sort(key=lambda line: order.index(line.body["strand"]) if line.body["strand"] in order else 9)
        rows = [
            (line, [(label, words(line, name, numbers)) for name, label in labels.items()]) for line in own
        ]
        if rows:
            found.append(Section(kind, heading, rows))
    return found


def words(line: Line, name: str, numbers: dict[str, int]) -> str:
    """A field of a line as people read it; `numbers` are those of the objectives that are seen."""
    value = line.body.get(name)
    if value in (None, ""):
        return ""
    if name in DAYS:
        return long_date(date.fromisoformat(value))
    if name == "strand":
        return dict(FOUR_P.choices).get(value, value)
    if name == "objective":
        return f"Objective {numbers[value]}" if value in numbers else ""
    return str(value)


def _numbers(lines):
    return {str(line.key): line.body["number"] for line in lines if line.kind == "objective"}


def compare(before: list[Line], after: list[Line]) -> list[Difference]:
    """What came, went and changed from `before` to `after`, in the order of the page."""
    old, new = {line.key: line for line in before}, {line.key: line for line in after}
    before_numbers, after_numbers = _numbers(before), _numbers(after)
    found = []
    for kind, (heading, labels) in KINDS.items():
        for line in after:
            if line.kind != kind:
                continue
            was = old.get(line.key)
            if was is None:
                found.append(Difference("new", heading, line.title, []))
                continue
            fields = [
                (label, words(was, name, before_numbers), words(line, name, after_numbers))
                for name, label in labels.items()
            ]
            changed = [row for row in fields if row[1] != row[2]]
            if changed:
                found.append(Difference("changed", heading, line.title, changed))
        gone = [line for line in before if line.kind == kind and line.key not in new]
        found += [Difference("gone", heading, line.title, []) for line in gone]
    return found
