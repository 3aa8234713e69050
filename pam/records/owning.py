"""What the agency that owns a record decides alone, whatever level others have on it.

How it is marked and handled, which team owns it, how long it is kept, and when it closes or opens again. The
database refuses the same (`pam_owner_decides` in sql/triggers.sql), and the steps of kinds that close one.
"""

from pam.access.errors import Refused
from pam.records.models import Record

OWNER_DECIDES = ("team", "marking", "handling", "retention_group", "opened_at", "closed_at")


def is_owner(reader, record):
    """Whether `reader` acts for the agency that owns `record`."""
    return reader.agency_id == record.agency_id


def may_decide(reader, record, model, name):
    """Whether `reader`, who manages `record`, may set the field `name` of it or of a part (of `model`)."""
    return not issubclass(model, Record) or name not in OWNER_DECIDES or is_owner(reader, record)


def require_owner(actor, kept, record):
    """Raises Refused if `actor` is of another agency and `record` differs from the row as it is `kept` in
    what its owner decides.
    """
    if is_owner(actor, kept):
        return
    for name in OWNER_DECIDES:
        field = Record._meta.get_field(name)
        if getattr(kept, field.attname) != getattr(record, field.attname):
            raise Refused(
                f"{kept.agency.name} owns this record. Only its people can change the {field.verbose_name}.",
                code="owner_decides",
                field=name,
            )
