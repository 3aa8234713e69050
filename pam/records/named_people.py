"""The people that a record names (its lead and others, by its kind): they can open it, as long as it does."""

from pam.access.services import end_names, left_to_name, name_on_record
from pam.access.visibility import Reader
from pam.records.kinds import kind_of
from pam.records.models import Record


def name_people(actor: Reader, record: Record, kept: Record | None = None) -> None:
    """The people who are named on the record can open it. One of another agency, named before
    (`kept`) because they accepted or are asked, does so by the share of their agency.
    """
    kind = kind_of(record.kind)
    _read_who_is_asked(record, kind, kept)
    asked = ((kind.asked, "Asked to be the lead"),) if kind.asked else ()
    named = {field: getattr(record, f"{field}_id", None) for field, _ in (*kind.named_roles, *asked)}
    left = left_to_name(record, set(named.values()) - {None})
    for field, reason in (*kind.named_roles, *asked):
        person = left.get(named[field])
        if person is None:
            continue
        same = kept is not None and getattr(kept, f"{field}_id") == named[field]
        if same and kind.asked and person.agency_id != record.agency_id:
            continue
        name_on_record(actor=actor, record=record, membership=person, reason=reason)


def _read_who_is_asked(record, kind, kept):
    """Another lead ends what was asked before, and may be asked by that: the database says who is now."""
    if kind.asked and kept is not None and kept.lead_id != record.lead_id:
        record.refresh_from_db(fields=[kind.asked])


def end_other_names(actor: Reader, record: Record) -> None:
    """Who is no longer named loses what the name gave."""
    kind = kind_of(record.kind)
    names = [field for field, _ in kind.named_roles]
    named = {getattr(record, f"{field}_id", None) for field in (*names, kind.asked) if field}
    end_names(actor=actor, record=record, named=named - {None})
