"""The grammar of expressions, and what makes trees of them. Imported when the first one is parsed."""

from datetime import date
from decimal import Decimal
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedInput, v_args
from lark.exceptions import VisitError

from pam.frameworks.language.syntax import (
    TOO_DEEP,
    Both,
    Call,
    Compare,
    Either,
    Has,
    Name,
    Node,
    Not,
    NotUnderstood,
    State,
    Sum,
    Value,
    Within,
)

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


def tree_of(text: str) -> Node:
    """The tree of an expression. Raises NotUnderstood, with the place, for a text that is none."""
    try:
        return _tree.transform(_parser.parse(text))
    except UnexpectedInput as error:
        place = error.column if isinstance(error.column, int) and error.column > 0 else len(text) + 1
        rest = text[place - 1 : place + 20].strip()
        where = f"at “{rest}”" if rest else "at its end"
        raise NotUnderstood(f"“{text[:80]}” is not understood {where}.") from None
    except VisitError as error:
        raise NotUnderstood(str(error.orig_exc)) from None
    except RecursionError:
        raise NotUnderstood(TOO_DEEP) from None
