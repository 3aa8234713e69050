"""What of a record can go to another agency: each room registers the sections of what it knows, and how one
of its kinds of record begins anew at the receiver.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import QuerySet

from pam.access.models import Membership, Team
from pam.access.visibility import Reader
from pam.records.models import Record


@dataclass(frozen=True)
class Copy:
    """How the rows of the part `model` (its label) go: as they are, or as a line of the chronology.

    `fields` are copied; `keys` name the rows that a row hangs from, which must go too. `only` narrows the
    rows. With `told`, which gives (title, text) of a row, it goes as a line of the chronology, dated `on` (a
    date or an aware moment). `begin` sets what a new row works out by itself before it is kept; `also` names
    further foreign keys that `told` reads.
    """

    model: str
    fields: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    only: Callable[[QuerySet], QuerySet] = lambda rows: rows
    told: Callable[[Any], tuple[str, str]] | None = None
    on: Callable[[Any], Any] = lambda row: row.created
    begin: Callable[[Any], None] = lambda row: None
    also: tuple[str, ...] = ()

    @property
    def rows_of(self) -> Any:
        """The model."""
        return apps.get_model(self.model)

    @property
    def related(self) -> list[str]:
        """The foreign keys that are read with a row."""
        meta = self.rows_of._meta
        return [*self.keys, *(name for name in self.fields if meta.get_field(name).many_to_one), *self.also]


@dataclass(frozen=True)
class Section:
    """What goes together or stays together, as the giver chooses.

    `kinds` are the codes of the kinds of record that have it, none for all; `place` is where it comes: what a
    row hangs from comes before it. One that is `always` is not asked for. `absent` is the sentence that is
    said in red where nothing of it goes (with `of_main`: nothing on the subject that the record is about), ""
    for none.
    """

    code: str
    label: str
    copies: tuple[Copy, ...]
    kinds: tuple[str, ...] = ()
    place: int = 50
    hint: str = ""
    always: bool = False
    chosen: bool = True
    absent: str = ""
    of_main: bool = False


@dataclass(frozen=True)
class Opener:
    """How a record of `kind` goes to another agency.

    `shown(reader, record)` gives [(label, words)] that the receiver decides by, without a name;
    `identity(reader, record)` who or what it is about, in a line. `head(reader, record)` gives the plain
    values (of JSON) that a new one begins with; `main(record)` is the uuid of the subject that it is about,
    or None. `begin(actor, head, team, lead)` keeps the new record of that team and lead (a Membership), and
    returns it with the subject that it is about (or None). Raises Refused.
    """

    kind: str
    shown: Callable[[Reader, Any], list[tuple[str, str]]]
    identity: Callable[[Reader, Any], str]
    head: Callable[[Reader, Any], dict[str, Any]]
    main: Callable[[Any], UUID | None]
    begin: Callable[[Reader, dict[str, Any], Team, Membership], tuple[Record, Any]]


_sections: list[Section] = []
_openers: dict[str, Opener] = {}


def register_sections(*sections: Section) -> None:
    """Makes sections known; called by a room's AppConfig."""
    _sections.extend(sections)


def register_opener(opener: Opener) -> None:
    """Says that records of a kind can go to another agency; called by its room's AppConfig."""
    _openers[opener.kind] = opener


def opener_of(kind: str) -> Opener | None:
    """How records of this kind go to another agency; None where they can't."""
    return _openers.get(kind)


def sections_of(kind: str) -> list[Section]:
    """The sections of records of this kind, in their order."""
    found = [one for one in _sections if not one.kinds or kind in one.kinds]
    return sorted(found, key=lambda one: one.place)
