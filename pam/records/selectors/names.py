"""How a page may call other records: by name, as a signpost, or not at all."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Subquery
from django.db.models.functions import JSONObject

from pam.access import visibility
from pam.records.kinds import kind_of
from pam.records.models import Record

NAMED = ("uuid", "kind", "reference", "title")


@dataclass(frozen=True)
class Name:
    """A record that may be opened."""

    uuid: UUID
    kind: str
    reference: str
    title: str

    @property
    def url(self):
        """The address of the record's page."""
        return kind_of(self.kind).url(self.uuid)


@dataclass(frozen=True)
class Signpost:
    """A record that the reader may know of: its reference and who to ask, never more.

    What a page does not ask for is empty: `record` is the number that a request for access carries,
    `given_at` the time of the share.
    """

    reference: str
    agency: str
    kind: str = ""
    team: str = ""
    contact: str = ""
    uuid: UUID | None = None
    record: int = 0
    given_at: datetime | None = None

    @property
    def kind_label(self):
        """What people call this kind of record."""
        return kind_of(self.kind).label


def named(reader, number):
    """What `reader` may call the record with this `number` (an `OuterRef`): annotated as `named`, it is
    fetched with the rows of a list, and `names_in` reads it. NULL for one that they may not open.
    """
    rows = visibility.visible_to(reader, Record).filter(pk=number)
    return Subquery(rows.values(said=JSONObject(**{name: name for name in NAMED})))


def names_in(reader, rows):
    """The same as `names_for` of the records of `rows`, which were fetched with their `named`: one query if
    some may not be opened, else none.
    """
    said = {row.record_id: row.named for row in rows}
    names = {number: Name(**one | {"uuid": UUID(one["uuid"])}) for number, one in said.items() if one}
    return names | _signposts(reader, said.keys() - names.keys())


def names_for(reader, ids):
    """{id: Name or Signpost} of the records with these `ids`; one that is missing may not be named.

    One query, and a second one only if some may not be opened.
    """
    ids = {number for number in ids if number}
    names = {number: Name(*row) for number, row in visibility.names(reader, Record, ids).items()}
    return names | _signposts(reader, ids - names.keys())


def _signposts(reader, hidden):
    """{id: Signpost} of those of the records that `reader` has one of."""
    if hidden and reader is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT record, reference, agency FROM pam_signposts_of(%s)", [sorted(hidden)])
            return {row[0]: Signpost(*row[1:]) for row in cursor.fetchall()}
    return {}
