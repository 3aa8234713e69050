"""What may be read of the harm ledger. Each starts at the gate."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.http import Http404

from ocg.harm.lists import VIOLENT
from ocg.models import HarmEvent
from pam.access import visibility
from pam.access.kept_rows import KeptRows, RowsOf, with_uuid
from pam.access.visibility import Reader
from pam.records.models import Record
from pam.records.selectors.framed import framed
from pam.records.selectors.lists import shown_parts
from pam.reference.selectors.lists import attach_reference_values

RELATED = ("author__user", "author_agency")
FEW = 3  # on the group's own page
NAMED = ("kind", "severity", "community")


def events_of(reader: Reader, record: Record) -> QuerySet[HarmEvent]:
    """The events of a group that the reader may see, the latest day first; those taken out too."""
    return _events(reader, record.pk)


def _events(reader, number):
    rows = visibility.visible_to(reader, HarmEvent).filter(record_id=number)
    return rows.select_related(*RELATED).order_by("-on", "-pk")


@RowsOf
def _latest(reader, number, today):
    return _events(reader, number).filter(taken_out="")[: FEW + 1]


def record_of(reader: Reader, row: HarmEvent) -> Record:
    """The record that an event is of, with what the frame of its pages shows."""
    return framed(reader, row.record_id)


def event(reader: Reader, uuid: UUID) -> HarmEvent:
    """One event with its values. Raises Http404 if it is hidden or absent."""
    row = with_uuid(reader, HarmEvent, uuid, RELATED)
    if row is None:
        raise Http404
    attach_reference_values([row], *NAMED)
    return row


def latest(reader: Reader, record: Record) -> dict[str, Any]:
    """{"rows": the latest events of a group that count, "more": whether there are others}."""
    rows = _latest(reader, record.pk)
    shown = rows[:FEW]
    attach_reference_values(shown, *NAMED)
    return {"rows": shown, "more": len(rows) > FEW}


ROWS = KeptRows(  # the events of the ledger, with all that is shown with them
    lambda reader, today: shown_parts(
        reader, visibility.visible_to(reader, HarmEvent).select_related("author_agency")
    )
)


def ledger(reader: Reader, wanted: dict[str, Any]) -> QuerySet[HarmEvent]:
    """The events over all groups that the reader may see, narrowed by the filters `wanted`."""
    rows = visibility.visible_to(reader, HarmEvent)
    for name in NAMED:
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    if wanted.get("children"):
        rows = rows.filter(children=wanted["children"])
    if wanted.get("since"):
        rows = rows.filter(on__gte=wanted["since"])
    if wanted.get("until"):
        rows = rows.filter(on__lte=wanted["until"])
    if words := wanted.get("q"):
        rows = rows.filter(
            Q(what__icontains=words)
            | Q(place__icontains=words)
            | Q(record__title__icontains=words)
            | Q(record__reference__iexact=words)
        )
    return rows if wanted.get("taken_out") else rows.filter(taken_out="")


def last_violence(reader: Reader, numbers: Iterable[int]) -> dict[int, Any]:
    """{record number: the latest day of violence} of groups, as far as the reader sees the ledger."""
    rows = visibility.visible_to(reader, HarmEvent).filter(
        record_id__in=list(numbers), taken_out="", kind__score=VIOLENT
    )
    return dict(rows.order_by().values_list("record_id").annotate(last=Max("on")))


@RowsOf
def _violence(reader, number, today):
    rows = visibility.visible_to(reader, HarmEvent).filter(
        record_id=number, taken_out="", kind__score=VIOLENT
    )
    return rows.order_by("-on").values_list("on")[:1]


def violence_in(reader: Reader, number: int) -> dict[int, Any]:
    """The same of one group."""
    last = _violence.first(reader, number)
    return {number: last[0]} if last else {}


def harm_of(reader: Reader, record: Record, most: int) -> list[dict[str, Any]]:
    """The events of a group that count, as plain values, the latest first, `most` of them: for a file or a
    print.
    """
    rows = list(events_of(reader, record).filter(taken_out="")[:most])
    attach_reference_values(rows, *NAMED)
    return [
        {
            "happened": str(row.happened),
            "what": row.what,
            "place": row.place,
            "kind": row.kind.label,
            "severity": row.severity.label if row.severity else "",
            "harmed": row.harmed,
            "community": row.community.label if row.community else "",
            "children": row.get_children_display(),
            "source": row.source,
        }
        for row in rows
    ]
