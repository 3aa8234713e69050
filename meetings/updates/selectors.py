"""Updates as a reader may see them, and what changed since the last meeting."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from meetings.models import AgendaItem, Meeting, UpdateRequest
from meetings.series.selectors import LOOKS_BACK, meeting_before
from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.access.visibility import Reader
from pam.records.models import Entry

MOST_CHANGES = 30
WORDS = {  # (whether it is there, whether it is late): words and colour
    (True, True): ("Update came late", "orange"),
    (True, False): ("Update is here", "green"),
    (False, True): ("Update missing", "red"),
    (False, False): ("Update asked for", "yellow"),
}


def update_for(reader: Reader, uuid: UUID) -> UpdateRequest:
    """One request, with its record. Raises Http404."""
    rows = visibility.visible_to(reader, UpdateRequest).filter(uuid=uuid)
    row = rows.select_related("record", "asked__user").first()
    if row is None:
        raise Http404
    return row


def meeting_of(reader: Reader, row: UpdateRequest) -> Meeting | None:
    """The meeting that asks, if `reader` may open it."""
    rows = visibility.visible_to(reader, Meeting).filter(pk=row.meeting_id)
    return rows.select_related("framework_version").first()


def changes_since(reader: Reader, row: UpdateRequest, meeting: Meeting | None) -> list[Entry]:
    """The lines of the record's chronology since the last meeting of the series (or of the last 35 days) that
    `reader` may see, the latest first.
    """
    before = meeting_before(reader, meeting) if meeting else None
    since = before.starts_at if before else timezone.now() - LOOKS_BACK
    rows = visibility.visible_to(reader, Entry).filter(record_id=row.record_id, created__gt=since)
    return list(rows.select_related("author__user").order_by("-happened_at", "-pk")[:MOST_CHANGES])


def changes_of(reader: Reader, meeting: Meeting, rows: Collection[UpdateRequest]) -> dict[int, list[Entry]]:
    """{number of a record: the lines of `changes_since_last` about it, the latest first} for the records of
    these requests.
    """
    found: dict[int, list[Entry]] = {row.record_id: [] for row in rows}
    entries = changes_since_last(reader, meeting, rows).order_by("-happened_at", "-pk")
    for entry in entries[: MOST_CHANGES * len(found)]:
        if len(found[entry.record_id]) < MOST_CHANGES:
            found[entry.record_id].append(entry)
    return found


def changes_since_last(reader: Reader, meeting: Meeting, rows: Collection[UpdateRequest]) -> QuerySet[Entry]:
    """The lines of the chronologies of these requests' records since the last meeting of the series (or since
    35 days before this one was called) that `reader` may see.
    """
    if not rows:
        return visibility.visible_to(reader, Entry).none()
    before = meeting_before(reader, meeting)
    since = before.starts_at if before else meeting.created - LOOKS_BACK
    numbers = [row.record_id for row in rows]
    return visibility.visible_to(reader, Entry).filter(record_id__in=numbers, created__gt=since)


def _requests(reader, number, today):
    rows = visibility.visible_to(reader, UpdateRequest).filter(meeting_id=number)
    return rows.select_related("asked__user", "asked_agency", "given_by__user", "record").order_by("pk")


_requests_of = RowsOf(_requests)


def attach_updates(reader: Reader, meeting: Meeting, items: Collection[AgendaItem]) -> None:
    """Sets `updates`, the requests about each item's record that `reader` sees, the lead's first; each with
    `late`, whether it came after it was due or did not come, and its `words` and `colour`. One query.
    """
    found: dict[int, list[UpdateRequest]] = {}
    for row in sorted(_requests_of(reader, meeting.pk), key=lambda row: row.asked_id != row.record.lead_id):
        found.setdefault(row.record_id, []).append(row)
        at = timezone.localtime(row.given_at).date() if row.given_at else timezone.localdate()
        row.late = at > row.due
        row.words, row.colour = WORDS[bool(row.given_at), row.late]
    for item in items:
        item.updates = found.get(item.about_id, [])
