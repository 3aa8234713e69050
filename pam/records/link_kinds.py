"""How two records can belong together. Rooms above register the ways of their own work."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LinkKind:
    """A kind of link: its `code`, and what it says read from its record and from the other end. `between` is
    the kind of record that both ends are; "" where any two can be linked so.
    """

    code: str
    label: str
    back: str
    between: str = ""


RELATED = "related"
_kinds = {RELATED: LinkKind(RELATED, "Related to", "Related to")}


def register_link_kinds(*kinds):
    """Makes `kinds` known; called by their room's AppConfig."""
    _kinds.update({kind.code: kind for kind in kinds})


def link_kind_choices():
    """[(code, label)] of every kind of link."""
    return [(kind.code, kind.label) for kind in _kinds.values()]


def choices_for(kind):
    """[(code, label)] of the kinds of link that a record of this kind can have."""
    return [(one.code, one.label) for one in _kinds.values() if one.between in ("", kind)]


def fits(code, *kinds):
    """Whether records of these kinds can be linked so."""
    return code in _kinds and all(_kinds[code].between in ("", kind) for kind in kinds)


def back_label(code):
    """What a link of this kind says read from its other end."""
    return _kinds[code].back
