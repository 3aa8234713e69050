"""Differences as a page shows them."""

from typing import Any

from django.http import Http404

from pam.frameworks.differences import Difference, label_of
from pam.frameworks.kinds import kind_named
from pam.frameworks.models import FrameworkVersion


def shown_differences(before: FrameworkVersion, after: FrameworkVersion) -> list[dict[str, Any]]:
    """[{"place", "change", "before", "after"}] of two versions, the values in words. Raises Http404 for two
    of different kinds: there is nothing to compare.
    """
    if before.kind != after.kind:
        raise Http404
    return [_shown(one) for one in kind_named(after.kind).compare(before.body, after.body)]


def _shown(one: Difference) -> dict[str, Any]:
    return {
        "place": one.place,
        "change": one.change,
        "before": in_words(one.before),
        "after": in_words(one.after),
    }


def in_words(value: Any) -> str:
    """A value of a body as a person reads it: a row by its label, a list with commas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(in_words(one) for one in value)
    if isinstance(value, dict):
        label = label_of(value)
        rest = [f"{key}: {in_words(row)}" for key, row in value.items() if in_words(row) != label]
        return f"{label} ({'; '.join(rest)})" if label and rest else label or "; ".join(rest)
    return str(value)


def plain(body: dict[str, Any]) -> list[tuple[str, str]]:
    """[(key, value in words)] of a body whose kind has no page of its own."""
    return [
        (key.replace("-", " ").capitalize(), in_words(value)) for key, value in body.items() if key != "name"
    ]
