"""The texts that can be offered: bodies of frameworks, and learning, which has a schema of its own."""

from collections.abc import Iterable
from typing import Any

from pam.db.folding import fold
from pam.frameworks.kinds import TEXT, Body, FrameworkKind, kind_named
from pam.frameworks.rows import in_words, plain
from pam.practice.finding import texts_of

LEARNING = FrameworkKind(
    code="learning",
    name="Learning",
    plural="Learning",
    meaning="What was learned in finished work: what worked, what did not, where it is useful.",
    schema={
        "properties": {
            "worked": {**TEXT, "description": "What worked."},
            "not_worked": {**TEXT, "description": "What did not work."},
            "useful_for": {**TEXT, "description": "For which work it is useful."},
        },
        "required": ["worked"],
    },
    page="practice/learning_body.html",
)


def kind_of(code: str) -> FrameworkKind:
    """The kind of what is offered: of framework, or learning."""
    return LEARNING if code == LEARNING.code else kind_named(code)


def words_of(body: Body, labels: Iterable[str]) -> str:
    """What an offer is found by: all its texts and the labels that it was given, folded."""
    texts = [text for _, text in texts_of(body)]
    return fold(" ".join([*texts, *labels]))[:20_000]


def shown(code: str, body: Body) -> dict[str, Any]:
    """What a template needs to show a body as people read it: `kind`, `body` and what its kind adds."""
    kind = kind_of(code)
    more = kind.context(body) if kind.context else {"plain": plain(body)}
    return {"kind": kind, "body": body, **more}


def shown_changes(kind: FrameworkKind, before: Body, after: Body) -> list[dict[str, str]]:
    """[{"place", "change", "before", "after"}] of two bodies, the values in words."""
    return [
        {
            "place": one.place,
            "change": one.change,
            "before": in_words(one.before),
            "after": in_words(one.after),
        }
        for one in kind.compare(before, after)
    ]
