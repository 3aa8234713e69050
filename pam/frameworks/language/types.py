"""Which names an expression may use, and whether it makes sense of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pam.frameworks.language.syntax import (
    Both,
    Call,
    Compare,
    Either,
    Has,
    Name,
    Node,
    Not,
    NotUnderstood,
    Option,
    State,
    Sum,
    Value,
    Within,
    parse,
)

NUMBER, CONDITION, CHOICE, SEVERAL, DATE, TEXT = "number", "condition", "choice", "several", "date", "text"
IN_WORDS = {
    NUMBER: "a number",
    CONDITION: "a condition",
    CHOICE: "a choice",
    SEVERAL: "several choices",
    DATE: "a date",
    TEXT: "a text",
}
YES_NO = {"yes": "Yes", "no": "No"}
COUNTS = ("count_yes", "count_unknown", "count_answered")
RESERVED = frozenset({
    "and", "or", "not", "in", "is", "has", "today", "score", "band", "min", "max", "days", "yes", "no",
    "answered", "unknown", "unanswered", "not_asked", "declined", "dont_know", *COUNTS})  # fmt: skip


@dataclass(frozen=True)
class Named:
    """What a name is: its type, what people read, and the choices that it has."""

    type: str
    label: str
    options: Mapping[str, str] = field(default_factory=dict)
    yes_no: bool = False


@dataclass(frozen=True)
class Scope:
    """What an expression may name: questions (and `band`), and groups of them (sections) by code.

    `scores` says whether there are scores to name.
    """

    names: Mapping[str, Named]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    group_labels: Mapping[str, str] = field(default_factory=dict)
    scores: bool = False


def condition(text: str, scope: Scope) -> Node:
    """The tree of a condition, with its choices found. Raises NotUnderstood with a sentence."""
    node, kind = _typed(parse(text), scope)
    if kind != CONDITION:
        raise NotUnderstood(f"“{text[:80]}” is {IN_WORDS[kind]}, not a condition.")
    return node


def _typed(node: Node, scope: Scope) -> tuple[Node, str]:
    if isinstance(node, Value):
        return node, NUMBER if not hasattr(node.value, "year") else DATE
    if isinstance(node, Name):
        return node, _name(node.code, scope)
    if isinstance(node, Call):
        return _call(node, scope)
    if isinstance(node, Sum):
        left, right = (_of_type(one, NUMBER, scope) for one in (node.left, node.right))
        return replace(node, left=left, right=right), NUMBER
    if isinstance(node, Compare):
        return _compare(node, scope), CONDITION
    if isinstance(node, Within):
        _choices(node.left, node.codes, CHOICE, scope)
        return node, CONDITION
    if isinstance(node, Has):
        _choices(node.left, (node.code,), SEVERAL, scope)
        return node, CONDITION
    if isinstance(node, State):
        if not isinstance(node.left, Name):
            raise NotUnderstood(f"Only a question can be {node.state}.")
        _name(node.left.code, scope)
        return node, CONDITION
    if isinstance(node, Not):
        return Not(_of_type(node.inner, CONDITION, scope)), CONDITION
    assert isinstance(node, Both | Either)
    items = tuple(_of_type(one, CONDITION, scope) for one in node.items)
    return type(node)(items), CONDITION


def _of_type(node, wanted, scope):
    found, kind = _typed(node, scope)
    if kind != wanted:
        what = f"“{node.code}”" if isinstance(node, Name) else "This"
        hint = f": write {node.code} = …" if isinstance(node, Name) and wanted == CONDITION else ""
        raise NotUnderstood(f"{what} is {IN_WORDS[kind]}, where {IN_WORDS[wanted]} is needed{hint}.")
    return found


def _name(code, scope):
    if code in scope.names:
        return scope.names[code].type
    if code == "today":
        return DATE
    if code == "score":
        if not scope.scores:
            raise NotUnderstood("Nothing has a score here.")
        return NUMBER
    raise NotUnderstood(f"“{code}” is no question here.")


def _call(node, scope):
    name, args = node.name, node.args
    if name in COUNTS or name == "score":
        if name == "score":
            _name("score", scope)
        if not args and name == "score":
            return Name("score"), NUMBER
        for arg in args:
            if not isinstance(arg, Name) or (arg.code not in scope.groups and arg.code not in scope.names):
                raise NotUnderstood(f"{name}() takes sections and questions.")
            if name == "count_yes" and arg.code not in scope.groups and not scope.names[arg.code].yes_no:
                raise NotUnderstood(f"“{arg.code}” is no question that is answered with yes or no.")
        if not args:
            raise NotUnderstood(f"{name}() takes sections and questions.")
        return node, NUMBER
    if name in ("min", "max") and len(args) >= 2:
        return Call(name, tuple(_of_type(arg, NUMBER, scope) for arg in args)), NUMBER
    if name == "days" and len(args) == 2:
        return Call(name, tuple(_of_type(arg, DATE, scope) for arg in args)), NUMBER
    if name in ("min", "max", "days"):
        raise NotUnderstood(f"{name}() takes {'two dates' if name == 'days' else 'two numbers or more'}.")
    raise NotUnderstood(f"There is no function {name}().")


def _choices(left, codes, wanted, scope):
    kind = _typed(left, scope)[1]
    if not isinstance(left, Name) or kind != wanted:
        verb = "has" if wanted == SEVERAL else "in"
        raise NotUnderstood(f"“{verb}” is asked of a question with {IN_WORDS[wanted]}.")
    options = scope.names[left.code].options
    for code in codes:
        if code not in options:
            raise NotUnderstood(f"“{left.code}” has no choice “{code}”.")


def _compare(node, scope):
    left, kind = _typed(node.left, scope)
    if kind == CHOICE and isinstance(node.right, Name):
        if node.sign not in ("=", "!="):
            raise NotUnderstood("Choices are compared with = and != alone.")
        _choices(node.left, (node.right.code,), CHOICE, scope)
        return Compare(node.sign, left, Option(node.right.code))
    right, other = _typed(node.right, scope)
    if kind != other or kind not in (NUMBER, DATE):
        raise NotUnderstood(f"{IN_WORDS[kind].capitalize()} cannot be compared with {IN_WORDS[other]} here.")
    return Compare(node.sign, left, right)
