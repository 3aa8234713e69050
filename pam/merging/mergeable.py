"""Which kinds of record can be merged: each room registers its own."""

from collections.abc import Callable
from typing import Any

from django.apps import apps

from pam.access.visibility import Reader
from pam.records.kinds import kind_of
from pam.records.models import Record
from pam.reference.selectors.lists import terms
from pam.ui.dates import long_date

# Decided otherwise: the record that stays keeps its team and the higher marking.
NOT_CHOSEN = ("team", "marking")

_kinds: set[str] = set()
_hindrances: list[Callable[[Reader, Record], str]] = []


def register_mergeable(kind: str) -> None:
    """Says that two records of `kind` can be merged; called by a room's AppConfig."""
    _kinds.add(kind)


def is_mergeable(kind: str) -> bool:
    """Whether records of this kind can be merged."""
    return kind in _kinds


def fields_of(kind: str) -> list[Any]:
    """The fields of a kind of record of which one value or the other is chosen: all that people type."""
    model = apps.get_model(kind_of(kind).model)
    return [
        field
        for field in model._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in NOT_CHOSEN and not _is_key(field)
    ]


def _is_key(field):
    return field.remote_field is not None and getattr(field.remote_field, "parent_link", False)


def register_hindrance(hindrance: Callable[[Reader, Record], str]) -> None:
    """Adds a function of the reader and one of the two records that says what must be ended first ("" for
    nothing); called by a room's AppConfig. It starts at the gate.
    """
    _hindrances.append(hindrance)


def hindrances(reader: Reader, *records: Record) -> list[str]:
    """What must be ended first, as sentences."""
    return [words for record in records for one in _hindrances if (words := one(reader, record))]


def value_words(record: Any, name: str) -> str:
    """The value of the field `name` of a record, as people read it; "" for none."""
    choose = getattr(record, f"get_{name}_display", None)
    value = choose() if choose else getattr(record, name)
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(_several(record._meta.get_field(name), value))
    if hasattr(value, "strftime"):
        return long_date(value)
    return getattr(value, "label", None) or getattr(getattr(value, "user", None), "name", None) or str(value)


def _several(field, values):
    """The words of an array: what its list calls its values, in the order of the list; else as they are."""
    listing = getattr(field, "listing", "")
    return [term.label for term in terms(listing) if term.pk in values] if listing else map(str, values)
