"""Who is out of an item, and which conflicts hold."""

from collections.abc import Collection

from meetings.conflicts.models import Conflict
from meetings.models import AgendaItem, Meeting
from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.access.models import Membership
from pam.access.visibility import Reader
from pam.actions.owners import Owner, agency_of
from pam.records.models import Record


def _out(item):
    return Conflict.objects.filter(item_id=item.pk, ruling=Conflict.Ruling.OUT, ended_at=None)


def out_of(item: AgendaItem) -> list[int] | None:
    """The principals of those who are out of an item; None for no one."""
    return sorted(_out(item).values_list("person__principal_id", flat=True)) or None


def out_among(item: AgendaItem, people: Collection[int]) -> list[Membership]:
    """Those of `people` (numbers of memberships) who are out of an item, by name."""
    rows = Membership.objects.filter(pk__in=_out(item).filter(person_id__in=people).values("person_id"))
    return list(rows.select_related("user", "agency").order_by("user__name__folded", "pk"))


def action_agencies(record: Record, item: AgendaItem, owner: Owner) -> list[int] | None:
    """The agencies that an action of an item is for, so that who is out does not find it on the record, nor
    another agency what is confidential to people: those of the record and of its owner, if no one of these is
    out, and those of the people who are named. None: as always.
    """
    out = set(_out(item).values_list("person__agency_id", flat=True))
    needed = {record.agency_id, agency_of(owner)}
    if item.for_principals is not None:
        named = Membership.objects.filter(principal_id__in=item.for_principals)
        return sorted(needed | set(named.values_list("agency_id", flat=True)) - (out - needed))
    return sorted(needed) if out and not out & needed else None


def _conflicts(reader, number, today):
    rows = visibility.visible_to(reader, Conflict).filter(record_id=number, ended_at=None)
    return rows.select_related("person__user", "person__agency", "item")


_conflicts_of = RowsOf(_conflicts)


def conflicts_of(reader: Reader, meeting: Meeting) -> list[Conflict]:
    """The conflicts of a meeting that hold, with their people and items, in their order."""
    return _conflicts_of(reader, meeting.pk)
