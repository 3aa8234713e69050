"""What the API says of a kind of record besides the spine, and how one is added: each kind registers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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


_resources: dict[str, Resource] = {}


def register_resource(resource: Resource) -> None:
    """Makes a kind known to the API. Called by a room's AppConfig."""
    _resources[resource.kind] = resource


def resource_of(kind: str) -> Resource:
    """The `Resource` of a kind of record. Raises KeyError."""
    return _resources[kind]


def resources() -> list[Resource]:
    """All of them, by kind."""
    return sorted(_resources.values(), key=lambda one: one.kind)
