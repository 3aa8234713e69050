"""Who is told about sanitised actions by the clock, and of reports: who reports must not learn who follows
up. Run as the jobs' role.
"""

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from pam.access.selectors import people_behind
from pam.actions.models import SanitisedAction, SanitisedReport
from pam.actions.selectors.actions import people_of
from pam.actions.services.reminders import reminder_windows
from pam.notifications.selectors import not_yet_enqueued
from pam.notifications.services import LIMIT, LOOKED_BACK, enqueue

EVENTS = {
    "due_soon": "sanitised_due",
    "due_today": "sanitised_due_today",
    "overdue": "sanitised_overdue",
}


def enqueue_for_sanitised(now: datetime | None = None) -> None:
    """Owes word of sanitised actions that are due soon or overdue, and of reports on them."""
    now = now or timezone.now()
    rows = SanitisedAction.objects.filter(state=SanitisedAction.State.OPEN).select_related("receiver")
    windows = reminder_windows(timezone.localdate(now), "receiver__agency", longest=LOOKED_BACK)
    for code, window in windows.items():
        for row in rows.filter(window).order_by("pk")[:LIMIT]:
            # A new due date is a new cause.
            enqueue(EVENTS[code], row.uuid, people_behind(row.receiver), occasion=row.due.isoformat())
    reports = SanitisedReport.objects.select_related("about__action__owner").order_by("pk")
    reports = reports.filter(not_yet_enqueued("sanitised_report"), at__gt=now - LOOKED_BACK)
    # Not to a person who reports on what they follow up themselves.
    for report in reports.exclude(by=F("about__action__owner"))[:LIMIT]:
        enqueue("sanitised_report", report.uuid, people_of(report.about.action))
