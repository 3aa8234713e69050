"""A person's meetings in their own calendar."""

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from meetings.models import Attendance, Meeting
from pam.access import visibility
from pam.exchange.entries import CalendarEntry

KEPT = timedelta(days=31)  # a meeting stays in the calendar for so long
MOST = 500


def meetings_in_calendar(reader, named):
    """The meetings from a month ago on that `reader` was invited to, chairs or is the secretary of, as
    `CalendarEntry`; with their references where they may be `named`.
    """
    invited = visibility.visible_to(reader, Attendance)
    invited = invited.filter(person_id=reader.membership_id, removed_at=None).values("record_id")
    rows = (
        visibility.visible_to(reader, Meeting)
        .filter(
            Q(pk__in=invited) | Q(lead_id=reader.membership_id) | Q(secretary_id=reader.membership_id),
            starts_at__gt=timezone.now() - KEPT,
        )
        .exclude(state=Meeting.State.CANCELLED)
    )
    for row in rows.order_by("starts_at", "pk")[:MOST]:
        words = f"Meeting {row.reference}" if named else "A meeting"
        path = reverse("meetings:detail", args=[row.uuid])
        yield CalendarEntry(row.uuid, row.pk, words, row.starts_at, path, row.updated)
