"""Conditions as rows "question, is, answer" that are joined by and/or; from rows to text and back. Pure."""

from collections.abc import Iterable

from pam.frameworks.assessment.method import Method
from pam.frameworks.language.explain import explain
from pam.frameworks.language.syntax import (
    Both,
    Call,
    Compare,
    Either,
    Has,
    Name,
    Node,
    NotUnderstood,
    Option,
    State,
    Value,
    parse,
)
from pam.frameworks.language.types import Scope, condition

Row = tuple[str, str, str]  # subject, sign, answer
SIGNS = {
    "=": "is",
    "!=": "is not",
    "has": "includes",
    ">=": "is at least",
    "<=": "is at most",
    ">": "is more than",
    "<": "is less than",
}
STATES = {
    "answered": "is answered",
    "unknown": "is not known",
    "unanswered": "has no answer yet",
    "not_asked": "was not asked",
    "declined": "was declined",
    "dont_know": "is answered with “not known”",
}


def subjects(scope: Scope) -> list[tuple[str, str]]:
    """[(how it is written, label)] of what a row can begin with: questions, the band, scores, counts."""
    found = [(code, named.label) for code, named in scope.names.items()]
    if scope.scores:
        found.append(("score", "The score"))
        found += [(f"score({code})", f"The score of “{label}”") for code, label in scope.group_labels.items()]
    found += [
        (f"count_yes({code})", f"How many are “yes” in “{label}”")
        for code, label in scope.group_labels.items()
    ]
    return found


def rows_of(text: str) -> tuple[str, list[Row]] | None:
    """("and" or "or", rows) of a condition; None for one that rows can't say."""
    try:
        tree = parse(text)
        join = "or" if isinstance(tree, Either) else "and"
        rows = [_row(one) for one in (tree.items if isinstance(tree, Both | Either) else (tree,))]
        return (join, rows) if parse(text_of(join, rows)) == tree else None
    except (NotUnderstood, LookupError):
        return None


def _row(node: Node) -> Row:
    if isinstance(node, State):
        return _subject(node.left), node.state, ""
    if isinstance(node, Has):
        return _subject(node.left), "has", node.code
    if isinstance(node, Compare):
        return _subject(node.left), node.sign, _written(node.right)
    raise LookupError


def _subject(node):
    if isinstance(node, Name):
        return node.code
    if isinstance(node, Call) and len(node.args) == 1 and isinstance(node.args[0], Name):
        return f"{node.name}({node.args[0].code})"
    raise LookupError


def _written(node):
    if isinstance(node, Name | Option):
        return node.code
    if isinstance(node, Value):
        return node.value.isoformat() if hasattr(node.value, "year") else f"{node.value:f}"
    raise LookupError


def text_of(join: str, rows: Iterable[Row]) -> str:
    """The condition that rows say."""
    return f" {join} ".join(
        f"{subject} is {sign}" if sign in STATES else f"{subject} {sign} {answer}"
        for subject, sign, answer in rows
    )


def as_code(scope: Scope, subject: str, answer: str) -> str:
    """An answer as a condition writes it: "Yes" as "yes", a choice by its label as its code."""
    return _by_label(scope, subject).get(_folded(answer), answer.strip())


def as_label(scope: Scope, subject: str, answer: str) -> str:
    """The other way round; the code where a label could be taken for another choice."""
    named = scope.names.get(subject)
    label = named.options.get(answer, answer) if named else answer
    return label if _by_label(scope, subject).get(_folded(label)) == answer else answer


def _by_label(scope, subject):
    """{label: code} of a question's choices whose label is that of no other and no choice's code."""
    named = scope.names.get(subject)
    options = named.options if named else {}
    labels = [_folded(label) for label in options.values()]
    codes = {_folded(code): code for code in options}
    return {
        _folded(label): code
        for code, label in options.items()
        if labels.count(_folded(label)) == 1 and codes.get(_folded(label), code) == code
    }


def _folded(words):
    return words.strip().casefold()


def in_words(text: str, scope: Scope) -> str:
    """A condition in words. Raises NotUnderstood."""
    return explain(condition(text, scope), scope)


def scope_of(method: Method, key: str) -> Scope:
    """What the condition of a key may name: "when" comes after the questions, so the band too."""
    return method.outcome_scope if key == "when" else method.scope
