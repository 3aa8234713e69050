"""What can be added to a record from any page, in few taps. Rooms above register what is theirs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class QuickAdd:
    """One kind of thing to add: its `label`, the URL name `view` of its form (which takes the record's
    `uuid`), what is `read` after the label by those who hear the page, and its place in the `order`.
    `kind` is the code of the kind of record that it is for; "" for all.
    """

    label: str
    view: str
    read: str
    order: int
    kind: str = ""


_kinds: list[QuickAdd] = []


def register_quick_add(kind: QuickAdd) -> None:
    """Offers `kind` on the page behind the plus sign; called by a room's AppConfig."""
    _kinds.append(kind)
    _kinds.sort(key=lambda one: one.order)


def quick_adds(record_kind: str) -> list[QuickAdd]:
    """What can be added to a record of this kind, in order."""
    return [one for one in _kinds if one.kind in ("", record_kind)]
