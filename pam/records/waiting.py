"""What waits for a person, as the rooms say it: how the rows of one kind are fetched, and what each says.

pam/dashboard shows the list; the database finds what is on it (pam_waiting). A room of a kind of work
registers its own kinds, and names its own function of the database in its AppConfig (`waiting_function`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.urls import reverse

from pam.access import visibility
from pam.access.visibility import Reader
from pam.records.models import Record
from pam.records.selectors.names import Name

_kinds: dict[str, "Kind"] = {}


@dataclass(frozen=True)
class Waiting:
    """One row of the list: what is asked, about what, from which person or agency, since when and until when,
    and where its button leads.

    `urgency` is as pam_waiting says; `record` is the number of the record that the row shows, for the log.
    `template` shows other buttons than the one, with the row's `uuid`.
    """

    ask: str
    title: str
    origin: str
    since: datetime
    due: date | None
    urgency: int
    button: str
    url: str
    page: str = ""
    record: int | None = None
    template: str = ""
    uuid: UUID | None = None

    @property
    def tag(self) -> tuple[str, str] | None:
        """(word, colour) for what is urgent without a date, and for news."""
        if self.urgency == 0:
            return "Urgent", "red"
        return ("New", "blue") if self.urgency == 5 else None


@dataclass(frozen=True)
class Kind:
    """How rows of one kind are fetched for a reader, and what each of them says: the further fields of
    `Waiting`, or None for one that may not be shown.
    """

    ask: str
    button: str
    rows: Callable[[Reader], QuerySet]
    say: Callable[[Any, dict], dict | None]
    record_of: Callable[[Any], int | None] = lambda row: None


def register_waiting(code: str, kind: Kind) -> None:
    """Makes known what the rows `code` of the room's own function of the database say; called by a room's
    AppConfig.
    """
    _kinds[code] = kind


def registered() -> dict[str, Kind]:
    """{code: Kind} of what the rooms have registered."""
    return dict(_kinds)


def name_in_list(names: dict, number: int) -> str | None:
    """What a record is called on the list; None for one that may not be opened."""
    name = names.get(number)
    return f"{name.reference} {name.title}" if isinstance(name, Name) else None


def of_record(url: str) -> Callable[[Any, dict], dict]:
    """The row of a record: its own page, or the page `url` about it."""

    def say(row: Record, names):
        address = reverse(url, args=[row.uuid]) if url else row.get_absolute_url()
        return {"title": f"{row.reference} {row.title}", "origin": row.agency.name, "url": address}

    return say


def seen_by_reader(model: type[Model], *related: str) -> Callable[[Reader], QuerySet]:
    """The rows of a gated model that the reader may see, with what their lines need."""
    return lambda reader: visibility.visible_to(reader, model).select_related(*related)


def own_policies(model: type[Model], *related: str) -> Callable[[Reader], QuerySet]:
    """The rows of a model whose own policies say who reads them."""
    return lambda reader: model._default_manager.select_related(*related)


def record_number(row: Any) -> int:
    """The record that a part hangs off."""
    return row.record_id


def itself(row: Any) -> int:
    """The record that the row is."""
    return row.pk
