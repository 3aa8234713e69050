"""The lines of a record's chronology, and its links."""

from django.db.models import Q

from pam.access import visibility
from pam.records.models import Entry, Link

LIMIT = 200  # people, documents or links that one page shows


def chronology_of(reader, record):
    """The lines of the record's chronology that `reader` may see, newest first, with their authors."""
    rows = visibility.visible_to(reader, Entry).filter(record_id=record.pk).order_by("-happened_at", "-pk")
    return rows.select_related("author__user", "author_agency")


def _links(reader, record):
    """[(link, number of the record at its other end)] of the live links, from either end."""
    rows = visibility.visible_to(reader, Link).filter(
        Q(record_id=record.pk) | Q(other_id=record.pk), ended_at=None
    )
    return [
        (link, link.other_id if link.record_id == record.pk else link.record_id)
        for link in rows.order_by("-created", "-pk")[:LIMIT]
    ]
