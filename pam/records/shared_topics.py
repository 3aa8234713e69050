"""The topics that every kind of record has: it is new, or its review is due."""

from django.db.models import QuerySet

from pam.access import visibility
from pam.access.visibility import Reader
from pam.records.models import Record
from pam.records.topics import LIMIT, Period, Topic, register_topic
from pam.ui.dates import long_date


def open_records(reader: Reader, period: Period) -> QuerySet[Record]:
    """The records of the period's kinds that `reader` may see and that are not closed."""
    rows = visibility.visible_to(reader, Record).filter(closed_at=None)
    return rows.filter(kind__in=period.kinds) if period.kinds else rows


def _new(reader, period):
    rows = open_records(reader, period).filter(opened_at__gt=period.since).order_by("opened_at", "pk")
    found = rows.values_list("pk", "opened_at")[:LIMIT]
    return {number: f"New on {long_date(at)}" for number, at in found}


def _due(reader, period):
    rows = open_records(reader, period).filter(next_review__lte=period.until).order_by("next_review", "pk")
    return {
        number: f"Review due {long_date(day)}"
        for number, day in rows.values_list("pk", "next_review")[:LIMIT]
    }


register_topic(Topic("new-records", "Records that are new since the last time", _new))
register_topic(Topic("due-records", "Records whose review is due", _due))
