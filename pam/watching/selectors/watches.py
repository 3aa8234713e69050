"""What a person watches, and what is new of it, all of it asked of the gate."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.http import Http404
from django.utils import timezone

from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.access.visibility import Reader
from pam.records.models import Entry, Record, Subject
from pam.subjects.models import Particular
from pam.watching.models import Watch

MOST = 500  # lines that are looked at


def watches_of(reader: Reader) -> list[Watch]:
    """What `reader` watches and may still see, the newest first; each with its record, subject or search."""
    mine = Watch.objects.filter(membership_id=reader.membership_id)
    seen = Q(search__principal_id__in=reader.principals)
    seen |= Q(record__in=visibility.visible_to(reader, Record).values("pk"))
    seen |= Q(subject__in=visibility.visible_to(reader, Subject).values("pk"))
    return list(mine.filter(seen).select_related("record", "subject", "search").defer("known", "fresh"))


def watch_of(reader: Reader, **target) -> Watch | None:
    """The reader's watch of a `record`, `subject` or `search`, or None."""
    return Watch.objects.filter(membership_id=reader.membership_id, **target).defer("known").first()


def _of_record(reader, number, today):
    rows = Watch.objects.filter(membership_id=reader.membership_id, record_id=number)
    return rows.defer("known")[:1]


_watch_of_record = RowsOf(_of_record)


def watch_of_record(reader: Reader, record: Record) -> Watch | None:
    """The reader's watch of a record, or None."""
    return _watch_of_record.first(reader, record.pk)


def watch_or_404(reader: Reader, uuid: UUID) -> Watch:
    """One of the reader's own watches. Raises Http404."""
    row = Watch.objects.filter(membership_id=reader.membership_id, uuid=uuid).first()
    if row is None:
        raise Http404
    return row


def lines_between(reader: Reader, spans: dict[int, tuple[datetime, datetime]]) -> dict[int, list[str]]:
    """{number of a record: [title]} of the lines of these records' chronologies that others added after the
    first and up to the second moment of its span and that `reader` may see, the newest first. One query.
    """
    condition = Q(pk__in=[])
    for number, (since, until) in spans.items():
        condition |= Q(record_id=number, created__gt=since, created__lte=until)
    rows = visibility.visible_to(reader, Entry).filter(condition).exclude(author_id=reader.membership_id)
    found: dict[int, list[str]] = {}
    for number, title in rows.order_by("-created", "-pk").values_list("record_id", "title")[:MOST]:
        found.setdefault(number, []).append(title)
    return found


def changes_of(reader: Reader, subject: Subject, since: datetime, until: datetime | None = None) -> list[str]:
    """What others changed of a subject and of the rows that are the same in other records after `since`, up
    to `until` (None: now), as far as `reader` may see it, in words: lines of the chronologies that give its
    name, other names, addresses and numbers, its own details, and rows of further records. Three queries.
    """
    written = {"created__gt": since, "created__lte": until or timezone.now()}
    same = visibility.visible_to(reader, Subject)
    same = same.filter(Q(pk=subject.pk) | Q(identity_id=subject.identity_id, identity__isnull=False))
    rows = {row.pk: row for row in same}
    lines = []
    named = Q(pk__in=[])
    for row in rows.values():
        named |= Q(record_id=row.record_id) & (Q(title__icontains=row.name) | Q(text__icontains=row.name))
    entries = visibility.visible_to(reader, Entry).filter(named, **written)
    entries = entries.exclude(author_id=reader.membership_id).order_by("-created", "-pk")
    lines += entries.values_list("title", flat=True)[:50]
    known = visibility.visible_to(reader, Particular).filter(subject__in=list(rows), removed_at=None)
    known = known.filter(**written).exclude(author_id=reader.membership_id)
    lines += [f"{row.get_type_display()}: {row.value}" for row in known.order_by("-created", "-pk")[:50]]
    saved = Subject.history.filter(id__in=list(rows), history_type="~")
    saved = saved.filter(history_date__gt=since, history_date__lte=written["created__lte"])
    changed = set(saved.exclude(history_user_id=reader.user_id).values_list("id", flat=True))
    lines += [f"Details changed: {rows[number].name}" for number in sorted(changed)]
    return lines
