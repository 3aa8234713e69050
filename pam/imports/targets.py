"""What rows of a file can become: each room registers what of its own can be imported."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pam.access.visibility import Reader

TEXT, DATE, BORN, NUMBER = "text", "date", "born", "number"


@dataclass(frozen=True)
class Field:
    """One thing that a column can hold.

    `kind` says how its cells are read (`cells.py`): TEXT, DATE, BORN (a date of birth as far as it is
    known) or NUMBER (a Decimal). `words` are headings that mean it, besides its label. A text has at most
    `most` signs.
    """

    code: str
    label: str
    kind: str = TEXT
    required: bool = False
    most: int = 200
    words: tuple[str, ...] = ()
    hint: str = ""


@dataclass(frozen=True)
class Option:
    """What a person chooses once for all rows: `choices` are [(value, label)]."""

    code: str
    label: str
    choices: Sequence[tuple[str, str]]
    hint: str = ""


@dataclass
class Line:
    """A row on its way in. `values` are {field: what its cell says, or None}; `refuse` and `alike` note
    what is found about it. `kept` is for the target's own use between `check` and `write`; `made` are
    [(model, number, number of its record)] of what `write` added.
    """

    number: int
    values: dict[str, Any]
    choice: str = ""
    problems: list[tuple[str, str]] = field(default_factory=list)
    same: list[tuple[str, int, str]] = field(default_factory=list)
    kept: dict[str, Any] = field(default_factory=dict)
    made: list[tuple[str, int, int]] = field(default_factory=list)

    def refuse(self, code: str, sentence: str) -> None:
        """Says what is wrong with the cell of a field; "" for the whole row."""
        self.problems.append((code, sentence))

    def alike(self, model: str, number: int, why: str) -> None:
        """Says which row, as the reader sees it, may be the same, and why."""
        self.same.append((model, number, why))


@dataclass(frozen=True)
class Target:
    """What rows can become.

    `check(reader, options, lines)` asks the gate what each line means and notes what is wrong or alike, in
    a constant number of queries where it can. `write(actor, options, lines, step)` adds the lines, which
    were checked just before in the same transaction, and calls `step(n)` after every few; what it raises
    takes all back. `makes` names the models of what it adds, which have a history. `choices` are those of
    `ImportRow.Choice` that a row which may be the same offers. `same_label` says what "the same" does.
    """

    code: str
    label: str
    fields: Callable[[Reader], Sequence[Field]]
    check: Callable[[Reader, dict, list[Line]], None]
    write: Callable[[Reader, dict, list[Line], Callable[[int], None]], None]
    makes: tuple[str, ...]
    options: Callable[[Reader], Sequence[Option]] = lambda reader: ()
    choices: tuple[str, ...] = ("skip", "new")
    same_label: str = "The same"
    meaning: str = ""


_targets: dict[str, Target] = {}


def register_target(target: Target) -> None:
    """Makes a target known; called by its room's AppConfig."""
    _targets[target.code] = target


def target_of(code: str) -> Target:
    """The `Target` with this code. Raises KeyError."""
    return _targets[code]


def targets() -> list[Target]:
    """All of them, in the order of registration."""
    return list(_targets.values())
