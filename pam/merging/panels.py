"""What the head of each page about a record says of merges."""

from pam.access.visibility import Reader
from pam.merging import selectors
from pam.records.models import Record


def head_of(reader: Reader, record: Record) -> dict | None:
    """The references of records that went into this one; None for none."""
    found = selectors.former_references(reader, record)
    return {"template": "merging/head.html", "references": found, "uuid": record.uuid} if found else None
