"""What must be there before a move, by name: rooms register what they can answer today."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from pam.access.visibility import Reader
from pam.records.models import Record


@dataclass(frozen=True)
class Requirement:
    """`label` is what people read ("A lead who is in post"); `met(reader, record)` says whether it is there,
    as far as the reader may see; `missing(reader, record)` says one by one what is not, instead of the label.
    """

    label: str
    met: Callable[[Reader, Record], bool]
    missing: Callable[[Reader, Record], Collection[str]] | None = None


_requirements: dict[str, Requirement] = {}


def register_requirement(
    code: str,
    label: str,
    met: Callable[[Reader, Record], bool],
    missing: Callable[[Reader, Record], Collection[str]] | None = None,
) -> None:
    """Makes a requirement known that stage maps may name; called by a room's AppConfig.

    `met` and `missing` ask a bounded number of queries, through the gate.
    """
    _requirements[code] = Requirement(label, met, missing)


def requirement_names() -> dict[str, str]:
    """{code: label} of every requirement, for the checks of stage maps."""
    return {code: one.label for code, one in _requirements.items()}


def requirement_label(code: str) -> str:
    """What people read; the code itself of one that no room here registered."""
    return _requirements[code].label if code in _requirements else code


def missing_words(reader: Reader, record: Record, code: str) -> list[str]:
    """What people read of a requirement that is not met."""
    one = _requirements.get(code)
    return list(one.missing(reader, record)) if one and one.missing else [requirement_label(code)]


def met_by(reader: Reader, record: Record, codes: Collection[str]) -> set[str]:
    """Those of `codes` that the record meets. One that no room registered is not met: a move that nobody can
    check is not made.
    """
    return {code for code in codes if code in _requirements and _requirements[code].met(reader, record)}
