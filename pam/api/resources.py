"""What the API says of a kind of record besides the spine, and how one is added: each kind registers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from ninja import Schema

from pam.access.visibility import Reader


@dataclass(frozen=True)
class Resource:
    """A kind of record in the API.

    `kind` is its code. `schema` is the shape of its own fields, `own(row)` gives them of a row that was
    fetched with `related`. `new` is the shape of a new one and `add(actor, data, common)` adds it through
    its own service: `data` is a `new`, `common` the spine's fields ({name: value}).
    """

    kind: str
    schema: type[Schema]
    own: Callable[[Any], dict]
    related: tuple[str, ...] = ()
    new: type[Schema] | None = None
    add: Callable[[Reader, Any, dict], Any] | None = None


@dataclass(frozen=True)
class Listing:
    """A list of what hangs off records of one kind, at `records/…/path`.

    `rows(reader, record)` is a queryset through the gate of rows that know their `record_id`; they come in
    `order`, fetched with `related`. `prepare(reader, rows)` attaches what `row(row)` needs to say one as
    `schema`. `what` names the list in the log, `words` are its sentence in the document.

    `also(row)` is the number of another record that the row names, or None: what of it may not be copied
    is left out, and the log names it.

    With `new`, the shape of a new row, it is added to as well: `add(actor, record, data)` answers the row,
    `new_words` say it.
    """

    kind: str
    path: str
    schema: type[Schema]
    rows: Callable[[Reader, Any], QuerySet]
    order: tuple[str, ...]
    row: Callable[[Any], dict]
    what: str
    words: str
    related: tuple[str, ...] = ()
    prepare: Callable[[Reader, list], None] | None = None
    also: Callable[[Any], int | None] | None = None
    new: type[Schema] | None = None
    add: Callable[[Reader, Any, Any], Any] | None = None
    new_words: str = ""


@dataclass(frozen=True)
class Change:
    """One way to change a row of a `Listing`, at `ITS-PATH/{uuid}/path`: the row of `model` is read through
    the gate, `change(actor, row, data)` answers it, `data` is a `schema` with the version that was read.
    """

    listing: str
    path: str
    model: type
    schema: type[Schema]
    change: Callable[[Reader, Any, Any], Any]
    words: str

    @property
    def name(self) -> str:
        """The name of its address."""
        return f"{self.listing}_{self.path}".replace("-", "_")


_resources: dict[str, Resource] = {}
_listings: dict[str, Listing] = {}
_changes: dict[str, Change] = {}


def register_resource(resource: Resource) -> None:
    """Makes a kind known to the API. Called by a room's AppConfig."""
    _resources[resource.kind] = resource


def register_listing(listing: Listing) -> None:
    """Makes a list known to the API. Called by a room's AppConfig."""
    _listings[listing.path] = listing


def register_change(change: Change) -> None:
    """Makes a change of a list's rows known to the API. Called by a room's AppConfig."""
    _changes[change.name] = change


def changes() -> list[Change]:
    """All of them, by name."""
    return sorted(_changes.values(), key=lambda one: one.name)


def listings() -> list[Listing]:
    """All of them, by path."""
    return sorted(_listings.values(), key=lambda one: one.path)


def resource_of(kind: str) -> Resource:
    """The `Resource` of a kind of record. Raises KeyError."""
    return _resources[kind]


def resources() -> list[Resource]:
    """All of them, by kind."""
    return sorted(_resources.values(), key=lambda one: one.kind)
