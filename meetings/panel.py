"""The panel on "My work": today's meetings, and those of the next days."""

from datetime import timedelta

from django.utils import timezone

from meetings.models import Meeting
from pam.access import visibility
from pam.audit.services import Verb, log

DAYS = 7
LIMIT = 5


def meetings_of_the_week(request):
    """The meetings from this morning on for a week."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    rows = visibility.visible_to(request.reader, Meeting)
    return rows.filter(starts_at__gte=midnight, starts_at__lt=midnight + timedelta(days=DAYS))


def todays_meetings(request, rows):
    """What the panel shows: the first of `rows` (`meetings_of_the_week`), soonest first; None if there are
    none.
    """
    rows = list(rows.order_by("starts_at", "id")[:LIMIT])
    if not rows:
        return None
    log(request.reader, Verb.CONSULTATION, "list", [row.pk for row in rows], detail="Meetings of the week")
    today = timezone.localdate()
    for row in rows:
        row.is_today = timezone.localdate(row.starts_at) == today
    return {"template": "meetings/panel.html", "meetings": rows, "first": any(row.is_today for row in rows)}
