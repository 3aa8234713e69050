"""Says an expression in words, for people who read a method and for its authors."""

from datetime import date

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
from pam.frameworks.language.types import Scope

SIGNS = {
    "=": "is",
    "!=": "is not",
    "<": "is less than",
    "<=": "is at most",
    ">": "is more than",
    ">=": "is at least",
}
DATE_SIGNS = {**SIGNS, "<": "is before", "<=": "is not after", ">": "is after", ">=": "is not before"}
STATES = {
    "answered": "is answered",
    "unknown": "is not known",
    "unanswered": "has no answer yet",
    "not_asked": "was not asked",
    "declined": "was declined",
    "dont_know": "is answered with “not known”",
}
BETWEEN = {"+": "plus", "-": "minus", "*": "times", "/": "divided by"}
COUNTED = {
    "count_yes": "the number of “yes” in",
    "count_unknown": "the number of questions not known in",
    "count_answered": "the number of answers in",
}


def explain(node: Node, scope: Scope) -> str:
    """ "“Do they live together?” is Yes and the number of “yes” in “Harm” is at least 3"."""
    if isinstance(node, Value):
        return f"{node.value.day} {node.value:%B %Y}" if isinstance(node.value, date) else f"{node.value:f}"
    if isinstance(node, Name):
        return _name(node.code, scope)
    if isinstance(node, Call):
        return _call(node, scope)
    if isinstance(node, Sum):
        return f"{_inner(node.left, scope)} {BETWEEN[node.sign]} {_inner(node.right, scope)}"
    if isinstance(node, Compare):
        return _compare(node, scope)
    if isinstance(node, Within):
        labels = [_option(node.left, code, scope) for code in node.codes]
        return f"{explain(node.left, scope)} is {_or(labels)}"
    if isinstance(node, Has):
        return f"{explain(node.left, scope)} includes {_option(node.left, node.code, scope)}"
    if isinstance(node, State):
        return f"{explain(node.left, scope)} {STATES[node.state]}"
    if isinstance(node, Not):
        return f"it is not so that {_inner(node.inner, scope)}"
    assert isinstance(node, Both | Either)
    return (" and " if isinstance(node, Both) else " or ").join(_inner(one, scope) for one in node.items)


def _inner(node, scope):
    text = explain(node, scope)
    return f"({text})" if isinstance(node, Both | Either | Sum) else text


def _name(code, scope):
    if code in scope.names:
        return f"“{scope.names[code].label}”"
    if code in scope.groups:
        return f"“{scope.group_labels.get(code, code)}”"
    return {"today": "today", "score": "the score"}.get(code, code)


def _call(node, scope):
    named = [explain(arg, scope) for arg in node.args]
    if node.name in COUNTED:
        return f"{COUNTED[node.name]} {_and(named)}"
    if node.name == "score":
        return f"the score of {_and(named)}"
    if node.name == "days":
        return f"the days from {named[0]} to {named[1]}"
    return f"the {'smallest' if node.name == 'min' else 'largest'} of {_and(named)}"


def _compare(node, scope):
    left = explain(node.left, scope)
    if isinstance(node.right, Option):
        return f"{left} {SIGNS[node.sign]} {_option(node.left, node.right.code, scope)}"
    dates = any(isinstance(one, Value) and isinstance(one.value, date) for one in (node.left, node.right))
    dates = dates or Name("today") in (node.left, node.right)
    return f"{left} {(DATE_SIGNS if dates else SIGNS)[node.sign]} {explain(node.right, scope)}"


def _option(name, code, scope):
    return scope.names[name.code].options.get(code, code)


def _or(labels):
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} or {labels[-1]}"


def _and(labels):
    return labels[0] if len(labels) == 1 else f"{', '.join(labels[:-1])} and {labels[-1]}"
