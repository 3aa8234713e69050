"""Works an expression out. It always ends with a value: what is not known, is not known."""

import operator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal
from enum import StrEnum
from typing import Any

from pam.frameworks.language.syntax import (
    Both,
    Call,
    Compare,
    Either,
    Has,
    Name,
    Node,
    Not,
    Option,
    State,
    Sum,
    Value,
    Within,
)

_exact = Context(prec=40, traps=[])
_signs = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Unknown(StrEnum):
    """Why there is no answer."""

    UNANSWERED = "unanswered"
    DONT_KNOW = "dont_know"
    NOT_ASKED = "not_asked"
    DECLINED = "declined"
    HIDDEN = "hidden"  # the question was not shown


@dataclass(frozen=True)
class Known:
    """What is known when an expression is worked out.

    `answers`: {question: a text code, a Decimal, a date, a frozenset of codes, a text, or an Unknown}.
    `groups`: {section: its questions}. `scores`: {None: of the whole, section or question: its own}.
    """

    answers: Mapping[str, Any]
    groups: Mapping[str, tuple[str, ...]]
    scores: Mapping[str | None, Decimal]
    today: date

    def answer(self, code: str) -> Any:
        """The answer to a question."""
        return self.answers.get(code, Unknown.UNANSWERED)

    def members(self, args: tuple[Node, ...]) -> list[str]:
        """The questions that some names mean (a section: all of its own), each once."""
        codes = [arg.code for arg in args if isinstance(arg, Name)]
        return list(dict.fromkeys(one for code in codes for one in self.groups.get(code, (code,))))


def holds(node: Node, known: Known) -> bool:
    """Whether a condition is known to hold."""
    return evaluate(node, known) is True


def evaluate(node: Node, known: Known) -> Any:
    """The value of a typed expression: True, False, a Decimal, a date, a code, or an Unknown."""
    if isinstance(node, Value):
        return node.value
    if isinstance(node, Option):
        return node.code
    if isinstance(node, Name):
        return _named(node.code, known)
    if isinstance(node, State):
        return _state(evaluate(node.left, known), node.state)
    if isinstance(node, Not):
        inner = evaluate(node.inner, known)
        return inner if isinstance(inner, Unknown) else not inner
    if isinstance(node, Both | Either):
        return _all_or_any(node, known)
    if isinstance(node, Call):
        return _call(node, known)
    left = evaluate(node.left, known)  # type: ignore[attr-defined]
    if isinstance(left, Unknown):
        return left
    if isinstance(node, Within):
        return left in node.codes
    if isinstance(node, Has):
        return node.code in left
    right = evaluate(node.right, known)  # type: ignore[attr-defined]
    if isinstance(right, Unknown):
        return right
    if isinstance(node, Compare):
        return _signs[node.sign](left, right)
    assert isinstance(node, Sum)
    return _sum(node.sign, left, right)


def _named(code, known):
    if code == "today" and code not in known.answers:
        return known.today
    if code == "score" and code not in known.answers:
        return known.scores.get(None, Decimal(0))
    return known.answer(code)


def _state(value, state):
    if state == "answered":
        return not isinstance(value, Unknown)
    if state == "unknown":
        return isinstance(value, Unknown)
    return value == state and isinstance(value, Unknown)


def _all_or_any(node, known):
    decides, unknown = isinstance(node, Either), None
    for item in node.items:
        value = evaluate(item, known)
        if value is decides:
            return decides
        if isinstance(value, Unknown):
            unknown = unknown or value
    return unknown or not decides


def _call(node, known):
    if node.name == "score":
        codes = [arg.code for arg in node.args if isinstance(arg, Name)]
        return sum((known.scores.get(code, Decimal(0)) for code in dict.fromkeys(codes)), Decimal(0))
    if node.name.startswith("count_"):
        answers = [known.answer(code) for code in known.members(node.args)]
        return Decimal(sum(_counts(node.name, answer) for answer in answers))
    values = [evaluate(arg, known) for arg in node.args]
    for value in values:
        if isinstance(value, Unknown):
            return value
    if node.name == "days":
        return Decimal((values[1] - values[0]).days)
    return (min if node.name == "min" else max)(values)


def _counts(name, answer):
    if name == "count_yes":
        return isinstance(answer, str) and not isinstance(answer, Unknown) and answer == "yes"
    if name == "count_unknown":
        return isinstance(answer, Unknown) and answer is not Unknown.HIDDEN
    return not isinstance(answer, Unknown)


def _sum(sign, left, right):
    if sign == "/":
        result = Unknown.UNANSWERED if not right else _exact.divide(left, right)
    else:
        result = {"+": _exact.add, "-": _exact.subtract, "*": _exact.multiply}[sign](left, right)
    return result if isinstance(result, Unknown) or result.is_finite() else Unknown.UNANSWERED
