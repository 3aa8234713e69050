"""Where people are named without being a person of a record: for subject access (collecting.py)."""

from dataclasses import dataclass


@dataclass(frozen=True)
class NamedIn:
    """On a model (as `named_in`): its row `t` names a person, though no record has them as a person.

    `name` is the column of the name, `born` that of the date of birth, of which the words are shown; `dated`
    says that it is a date that can be compared. `joins` are what `reference`, `record` (the number of the
    record to be logged, or NULL) and `ours` (whether the reader's agency holds it, within their clearance)
    need besides. `rows` are [(model, join to `t`, condition)] of what is collected, each with `x` as its row.
    """

    name: str
    born: str
    joins: str
    reference: str
    record: str
    ours: str
    rows: tuple[tuple[str, str, str], ...]
    dated: bool = False
