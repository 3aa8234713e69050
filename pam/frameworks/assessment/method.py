"""An assessment's body, ready to work with: its questions, what conditions may name, and their order."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pam.frameworks.kinds import Body
from pam.frameworks.language.syntax import Call, Name, Node, NotUnderstood, parts
from pam.frameworks.language.types import (
    CHOICE,
    DATE,
    NUMBER,
    SEVERAL,
    TEXT,
    YES_NO,
    Named,
    Scope,
    condition,
)
from pam.frameworks.problems import Path

TYPES = {
    "yesno": CHOICE,
    "choice": CHOICE,
    "several": SEVERAL,
    "scale": NUMBER,
    "number": NUMBER,
    "date": DATE,
    "text": TEXT,
}


@dataclass(frozen=True)
class Question:
    """A question where it is: its row of the body, its section, and its path."""

    row: dict[str, Any]
    section: str
    path: Path

    @property
    def code(self) -> str:
        """Its code."""
        return self.row["code"]

    @property
    def options(self) -> dict[str, str]:
        """{code: label} of its choices."""
        if self.row["type"] == "yesno":
            return YES_NO
        return {option["code"]: option["label"] for option in self.row.get("options", ())}

    @property
    def unknowns(self) -> list[str]:
        """The answers beside an answer that it takes."""
        return self.row.get("unknowns", ["dont_know", "not_asked", "declined"])


class Method:
    """An assessment. Made of a body that fits the schema; of a faulty one what can be made of it."""

    def __init__(self, body: Body) -> None:
        self.body = body
        self.sections: list[dict[str, Any]] = body["sections"]
        self.questions = [
            Question(row, section["code"], ("sections", s, "questions", q))
            for s, section in enumerate(self.sections)
            for q, row in enumerate(section["questions"])
        ]
        self.by_code = {one.code: one for one in reversed(self.questions)}
        self.groups = {
            section["code"]: tuple(row["code"] for row in section["questions"]) for section in self.sections
        }
        self.scored = body["score"] == "sum"
        self._trees: dict[Path, Node | NotUnderstood] = {}

    @cached_property
    def scope(self) -> Scope:
        """What conditions on questions may name."""
        named = {
            one.code: Named(TYPES[one.row["type"]], one.row["ask"], one.options, one.row["type"] == "yesno")
            for one in self.questions
        }
        labels = {section["code"]: section["title"] for section in self.sections}
        return Scope(named, self.groups, labels, self.scored)

    @cached_property
    def outcome_scope(self) -> Scope:
        """What triggers, criteria and the second line may name: the band, too."""
        bands = {band["code"]: band["label"] for band in self.body.get("bands", ())}
        named = {**self.scope.names, "band": Named(CHOICE, "Band", bands)} if bands else self.scope.names
        return Scope(named, self.groups, self.scope.group_labels, self.scored)

    def conditions(self) -> Iterator[tuple[Path, str, bool]]:
        """(path, text, whether it is about the outcome) of every condition."""
        for s, section in enumerate(self.sections):
            if "visible-if" in section:
                yield ("sections", s, "visible-if"), section["visible-if"], False
        for one in self.questions:
            for key in ("visible-if", "required-if"):
                if key in one.row:
                    yield (*one.path, key), one.row[key], False
        for name in ("criteria", "triggers"):
            for place, row in enumerate(self.body.get(name, ())):
                if "when" in row:
                    yield (name, place, "when"), row["when"], True
        if "when" in self.body.get("second-line", {}):
            yield ("second-line", "when"), self.body["second-line"]["when"], True

    def tree(self, path: Path, text: str, outcome: bool = False) -> Node | NotUnderstood:
        """The tree of a condition, or why there is none."""
        if path not in self._trees:
            try:
                self._trees[path] = condition(text, self.outcome_scope if outcome else self.scope)
            except NotUnderstood as error:
                self._trees[path] = error
        return self._trees[path]

    def shown_if(self, one: Question) -> list[Node]:
        """The conditions under which a question is shown: its section's and its own. All must hold."""
        section = self.sections[int(one.path[1])]
        found = []
        for path, row in ((one.path[:2], section), (one.path, one.row)):
            if "visible-if" in row:
                tree = self.tree((*path, "visible-if"), row["visible-if"])
                found += [] if isinstance(tree, NotUnderstood) else [tree]
        return found

    def asked_by(self, node: Node) -> set[str]:
        """The questions that a condition depends on."""
        found: set[str] = set()
        for part in parts(node):
            if isinstance(part, Call):
                for arg in part.args:
                    if isinstance(arg, Name):
                        found.update(self.groups.get(arg.code, (arg.code,)))
            elif isinstance(part, Name) and part.code == "score" and "score" not in self.by_code:
                found.update(self.by_code)
            elif isinstance(part, Name) and part.code in self.by_code:
                found.add(part.code)
        return found & set(self.by_code)

    @cached_property
    def order(self) -> tuple[list[Question], list[Question]]:
        """(the questions, each after those that its being shown depends on; those that wait in a circle)."""
        needs = {
            one.code: {code for node in self.shown_if(one) for code in self.asked_by(node)}
            for one in self.questions
        }
        done: set[str] = set()
        found, waiting = [], list(self.questions)
        while ready := [one for one in waiting if needs[one.code] <= done]:
            found += ready
            done.update(one.code for one in ready)
            waiting = [one for one in waiting if one.code not in done]
        return found, waiting
