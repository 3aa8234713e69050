"""From the text of an expression to its tree."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

LONGEST = 2000  # characters
DEEPEST = 60  # levels: brackets, "not", a long sum
TOO_DEEP = "This condition is nested too deeply: use fewer brackets or shorter sums."


class NotUnderstood(Exception):
    """A text that is no expression, or one that makes no sense of these questions."""


@dataclass(frozen=True)
class Node:
    """A part of an expression."""


@dataclass(frozen=True)
class Value(Node):
    """A number or a date that is written out."""

    value: Decimal | date


@dataclass(frozen=True)
class Name(Node):
    """A question, or `today`, `score`, `band`."""

    code: str


@dataclass(frozen=True)
class Option(Node):
    """A choice of a question, beside which it is written."""

    code: str


@dataclass(frozen=True)
class Call(Node):
    """One of the functions."""

    name: str
    args: tuple[Node, ...]


@dataclass(frozen=True)
class Sum(Node):
    """Two numbers with + - * / between them."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Compare(Node):
    """Two values with = != < <= > >= between them."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Within(Node):
    """Whether the answer is one of some choices."""

    left: Node
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Has(Node):
    """Whether a choice is among the several of an answer."""

    left: Node
    code: str


@dataclass(frozen=True)
class State(Node):
    """Whether a question is answered, or why not."""

    left: Node
    state: str


@dataclass(frozen=True)
class Not(Node):
    """The opposite."""

    inner: Node


@dataclass(frozen=True)
class Both(Node):
    """All of them."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Either(Node):
    """One of them at least."""

    items: tuple[Node, ...]


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """The tree of an expression. Raises NotUnderstood, with the place, for a text that is none."""
    if len(text) > LONGEST:
        raise NotUnderstood(f"A condition has at most {LONGEST:,} characters.")
    from pam.frameworks.language import grammar  # slow to import, and few processes need it

    tree = grammar.tree_of(text)
    if _deeper_than(tree, DEEPEST):
        raise NotUnderstood(TOO_DEEP)
    return tree


def _deeper_than(node, levels):
    """Whether the tree has more levels than these, looked at level by level."""
    row = [node]
    for _ in range(levels):
        row = [one for parent in row for one in _below(parent)]
    return bool(row)


def _below(node):
    for value in vars(node).values():
        if isinstance(value, Node):
            yield value
        elif isinstance(value, tuple):
            yield from (one for one in value if isinstance(one, Node))


def parts(node: Node) -> list[Node]:
    """The node and all below it."""
    found: list[Node] = [node]
    for one in found:
        found.extend(_below(one))
    return found
