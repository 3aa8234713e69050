"""From the text of an expression to its tree."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import VisitError

LONGEST = 2000  # characters
DEEPEST = 60  # levels: brackets, "not", a long sum
TOO_DEEP = "This condition is nested too deeply: use fewer brackets or shorter sums."

GRAMMAR = r"""
?start: either
?either: both ("or" both)*
?both: single ("and" single)*
?single: "not" single -> negation
       | test
?test: sum
     | sum COMPARISON sum -> compare
     | sum "in" "(" NAME ("," NAME)* ")" -> within
     | sum "has" NAME -> has
     | sum "is" STATE -> state
?sum: product
    | sum "+" product -> plus
    | sum "-" product -> minus
?product: atom
        | product "*" atom -> times
        | product "/" atom -> over
?atom: NUMBER -> number
     | DATE -> date
     | NAME -> name
     | NAME "(" [either ("," either)*] ")" -> call
     | "-" atom -> negative
     | "(" either ")"
COMPARISON: "<=" | ">=" | "!=" | "=" | "<" | ">"
STATE.2: /(answered|unknown|unanswered|not_asked|declined|dont_know)\b/
DATE.2: /\d{4}-\d{2}-\d{2}/
NUMBER: /\d{1,12}(\.\d{1,6})?/
NAME: /[a-z][a-z0-9_-]*/
%ignore /[ \t\r\n]+/
"""


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


@v_args(inline=True)
class _Tree(Transformer):
    """Lark's tree as ours."""

    def number(self, token: Token) -> Node:
        return Value(Decimal(token))

    def date(self, token: Token) -> Node:
        try:
            return Value(date.fromisoformat(token))
        except ValueError:
            raise NotUnderstood(f"{token} is no date.") from None

    def name(self, token: Token) -> Node:
        return Name(str(token))

    def call(self, name: Token, *args: Node | None) -> Node:
        return Call(str(name), tuple(arg for arg in args if arg is not None))

    def negative(self, inner: Node) -> Node:
        return Sum("-", Value(Decimal(0)), inner)

    def plus(self, left: Node, right: Node) -> Node:
        return Sum("+", left, right)

    def minus(self, left: Node, right: Node) -> Node:
        return Sum("-", left, right)

    def times(self, left: Node, right: Node) -> Node:
        return Sum("*", left, right)

    def over(self, left: Node, right: Node) -> Node:
        return Sum("/", left, right)

    def compare(self, left: Node, sign: Token, right: Node) -> Node:
        return Compare(str(sign), left, right)

    def within(self, left: Node, *codes: Token) -> Node:
        return Within(left, tuple(map(str, codes)))

    def has(self, left: Node, code: Token) -> Node:
        return Has(left, str(code))

    def state(self, left: Node, state: Token) -> Node:
        return State(left, str(state))

    def negation(self, inner: Node) -> Node:
        return Not(inner)

    def both(self, *items: Node) -> Node:
        return Both(items)

    def either(self, *items: Node) -> Node:
        return Either(items)


_parser: Any = Lark(GRAMMAR, parser="lalr")
_tree = _Tree()


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """The tree of an expression. Raises NotUnderstood, with the place, for a text that is none."""
    if len(text) > LONGEST:
        raise NotUnderstood(f"A condition has at most {LONGEST:,} characters.")
    try:
        tree = _tree.transform(_parser.parse(text))
    except UnexpectedInput as error:
        place = error.column if isinstance(error.column, int) and error.column > 0 else len(text) + 1
        rest = text[place - 1 : place + 20].strip()
        where = f"at “{rest}”" if rest else "at its end"
        raise NotUnderstood(f"“{text[:80]}” is not understood {where}.") from None
    except VisitError as error:
        raise NotUnderstood(str(error.orig_exc)) from None
    except RecursionError:
        raise NotUnderstood(TOO_DEEP) from None
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
