"""What may be read of chronologies. Each starts at the gate."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from pam.access import visibility
from pam.access.kept_rows import with_uuid
from pam.access.visibility import Reader
from pam.chronology.models import Event
from pam.records.models import Link, Record
from pam.records.selectors.framed import framed
from pam.ui.dates import long_date

RELATED = ("author__user", "author_agency", "struck_by__user")
MOST_RECORDS = 30  # of one merged chronology


@dataclass(frozen=True)
class Gap:
    """A time without any entry: the first and the last day of it."""

    first: date
    last: date

    @property
    def words(self) -> str:
        """ "No entries from 2 March 2025 to 9 August 2025"."""
        return f"No entries from {long_date(self.first)} to {long_date(self.last)}"


def events_of(reader: Reader, numbers: Collection[int], wanted: dict[str, Any] | None = None) -> QuerySet:
    """The entries of the records `numbers` that `reader` may see, narrowed by the filters `wanted`, the
    latest first.
    """
    rows = visibility.visible_to(reader, Event).filter(record_id__in=list(numbers))
    return _narrowed(rows, wanted or {}).select_related(*RELATED).order_by("-first", "-pk")


def _narrowed(rows, wanted):
    for name in ("kind", "nature"):
        if wanted.get(name):
            rows = rows.filter(**{f"{name}__in": wanted[name]})
    if wanted.get("significant"):
        rows = rows.filter(significant=True)
    if wanted.get("child"):
        rows = rows.filter(Q(child_seen="no") | Q(child_heard="no"))
    if wanted.get("since"):
        rows = rows.filter(last__gte=wanted["since"])
    if wanted.get("until"):
        rows = rows.filter(first__lte=wanted["until"])
    if words := wanted.get("q"):
        rows = rows.filter(
            Q(what__icontains=words) | Q(details__icontains=words) | Q(source_agency__icontains=words)
        )
    return rows if wanted.get("struck") else rows.filter(struck_at=None)


def event(reader: Reader, uuid: UUID) -> Event:
    """One entry. Raises Http404 if it is hidden or absent."""
    row = with_uuid(reader, Event, uuid, (*RELATED, "corrects"))
    if row is None:
        raise Http404
    return row


def correction_of(reader: Reader, event: Event) -> Event | None:
    """The entry that took the place of one that was struck out, if `reader` may see it."""
    return visibility.visible_to(reader, Event).filter(corrects_id=event.pk).first()


def record_of(reader: Reader, row: Event) -> Record:
    """The record that an entry is of, with what the frame of its pages shows."""
    return framed(reader, row.record_id)


def chosen(reader: Reader, uuids: Iterable[UUID], references: Iterable[str] = ()) -> list[Record]:
    """The records that `reader` may open among those named: at most `MOST_RECORDS`. Hidden and absent alike
    are left out.
    """
    rows = visibility.visible_to(reader, Record)
    rows = rows.filter(Q(uuid__in=list(uuids)) | Q(reference__in=list(references)))
    return list(rows.order_by("pk")[:MOST_RECORDS])


def linked(reader: Reader, records: Sequence[Record]) -> list[Record]:
    """The records that those are linked to and that `reader` may open, without those themselves."""
    numbers = {one.pk for one in records}
    rows = visibility.visible_to(reader, Link).filter(
        Q(record_id__in=numbers) | Q(other_id__in=numbers), ended_at=None
    )
    found = {end for pair in rows.values_list("record_id", "other_id")[:200] for end in pair}
    others = visibility.visible_to(reader, Record).filter(pk__in=found - numbers)
    return list(others.order_by("reference")[:MOST_RECORDS])


def linked_with_entries(reader: Reader, record: Record) -> list[Record]:
    """The linked records of which `reader` may see an entry that stands. Three queries."""
    others = linked(reader, [record])
    if not others:
        return []
    events = visibility.visible_to(reader, Event).filter(record_id=OuterRef("pk"), struck_at=None)
    rows = visibility.visible_to(reader, Record).filter(Exists(events), pk__in=[one.pk for one in others])
    have = set(rows.values_list("pk", flat=True))
    return [one for one in others if one.pk in have]


def gaps_between(spans: Sequence[tuple[date, date]], days: int) -> dict[int, Gap]:
    """{place: the gap after it} of entries as (first day, last day), the latest first: times of `days` or
    more in which none of them was. One that is known by its year fills its year.
    """
    found: dict[int, Gap] = {}
    reached: list[date] = []  # how late the entries from here on reach
    for _, last in reversed(spans):
        reached.append(max(last, reached[-1]) if reached else last)
    reached.reverse()
    for place in range(len(spans) - 1):
        later, earlier = spans[place][0], reached[place + 1]
        if later - earlier > timedelta(days=days):
            one = timedelta(days=1)
            found[place] = Gap(earlier + one, later - one)
    return found


def attach_gaps(rows: QuerySet, shown: list[Event], days: int) -> None:
    """Sets `gap` on each of `shown`, consecutive rows of the queryset `rows`: the gap before it, or None.
    Looks at the first rows after the last one too. One query.
    """
    if not shown:
        return
    end = shown[-1]
    after = rows.filter(Q(first__lt=end.first) | Q(first=end.first, pk__lt=end.pk))
    further = list(after.order_by("-first", "-pk").values_list("first", "last")[:25])
    spans = [(row.first, row.last) for row in shown] + further
    found = gaps_between(spans, days)
    for place, row in enumerate(shown):
        row.gap = found.get(place)
