"""How a page may call other records: by name, as a signpost, or not at all."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from pam.access import visibility
from pam.records.models import Record


@dataclass(frozen=True)
class Name:
    """A record that may be opened."""

    uuid: UUID
    kind: str
    reference: str
    title: str


@dataclass(frozen=True)
class Signpost:
    """A record that the reader may know of: its reference and who to ask, nothing else."""

    reference: str
    agency: str


def names_for(reader, ids):
    """{id: Name or Signpost} of the records with these `ids`; one that is missing may not be named.

    One query, and a second one only if some may not be opened.
    """
    ids = {number for number in ids if number}
    names = {number: Name(*row) for number, row in visibility.names(reader, Record, ids).items()}
    hidden = sorted(ids - names.keys())
    if hidden and reader is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT record, reference, agency FROM pam_signposts_of(%s)", [hidden])
            names |= {row[0]: Signpost(*row[1:]) for row in cursor.fetchall()}
    return names
