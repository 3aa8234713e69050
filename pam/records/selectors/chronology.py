"""The lines of a record's chronology, and its links."""

from django.db.models import Q

from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.records.models import Entry, Link

LIMIT = 200  # people, documents or links that one page shows
LATEST = 6  # lines of the chronology that are on the record's own page


def chronology_of(reader, record):
    """The lines of the record's chronology that `reader` may see, newest first, with their authors."""
    return _lines(reader, record.pk)


def _lines(reader, number):
    rows = visibility.visible_to(reader, Entry).filter(record_id=number).order_by("-happened_at", "-pk")
    return rows.select_related("author__user", "author_agency")


_latest = RowsOf(lambda reader, number, today: _lines(reader, number)[:LATEST])


def latest_of(reader, record):
    """The first `LATEST` of the same, as a list."""
    return _latest(reader, record.pk)


def _live_links(reader, number, today):
    rows = visibility.visible_to(reader, Link).filter(Q(record_id=number) | Q(other_id=number), ended_at=None)
    return rows.order_by("-created", "-pk")[:LIMIT]


_links_of = RowsOf(_live_links)


def _links(reader, record):
    """[(link, number of the record at its other end)] of the live links, from either end."""
    return [
        (link, link.other_id if link.record_id == record.pk else link.record_id)
        for link in _links_of(reader, record.pk)
    ]
