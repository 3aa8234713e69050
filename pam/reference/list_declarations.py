"""The lists that people choose from. Each room declares its own (`declared_lists.py`).

An agency adds values of its own to a list of `own`: what its forms offer is narrowed to those of every agency
and its own. The others are read by code in several agencies at once, so their values are the same for all.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class ReferenceList:
    """A list: its `key` on the values, what people call it, and whether an agency may add its own values."""

    key: str
    label: str
    meaning: str
    own: bool = False


_declared: dict[str, ReferenceList] = {}


def declare_lists(*lists):
    """Makes lists known."""
    _declared.update({one.key: one for one in lists})


def list_named(key):
    """The `ReferenceList` with this key, or None."""
    return _declared.get(key)


def all_lists():
    """Every declared list, by label."""
    return sorted(_declared.values(), key=lambda one: one.label.lower())
