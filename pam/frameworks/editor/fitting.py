"""Which boxes fit a question: a question that is answered with yes or no has no “from” and no unit. Pure."""

from typing import Any

NUMBERS = ("from", "to", "decimals", "unit", "points")  # of scales and numbers alone
YES_NO = ("yes", "no")  # what they score, of questions that are answered so


def left_out(kind: str, item: dict[str, Any]) -> set[tuple[str, ...]]:
    """The paths in `item` of a framework of this kind that its form leaves out; never one with a value."""
    if kind != "assessment" or "ask" not in item:
        return set()
    found: set[tuple[str, ...]] = set()
    if item.get("type") not in ("scale", "number"):
        found |= {(key,) for key in NUMBERS if key not in item}
    if item.get("type") != "yesno":
        found |= {("score", key) for key in YES_NO if key not in item.get("score", {})}
    return found
