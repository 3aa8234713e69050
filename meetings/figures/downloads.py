"""The register of decisions as a file: a row each."""

from django.utils import timezone

from meetings.models import Decision
from pam.access import visibility
from pam.access.levels import Marking
from pam.records.downloads import ListColumns


def _cells(reader, numbers):
    rows = visibility.visible_to(reader, Decision).filter(pk__in=numbers)
    return {row.pk: _row(row) for row in rows.select_related("record", "item", "about")}


def _row(row):
    return [
        row.code,
        timezone.localdate(row.created),
        row.record.reference,
        Marking(max(row.record.marking, row.about.marking if row.about_id else 0)).label,
        row.item.title,
        row.text,
        row.rationale,
    ]


DECISIONS = ListColumns(
    "Decisions",
    ("Decision", "Date", "Meeting", "Marking", "Item", "What was decided", "Why"),
    _cells,
)
