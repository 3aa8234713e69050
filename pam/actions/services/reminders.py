"""Reminders of actions that are due soon or overdue: one for each action, owner and due date. Run as the
jobs' role.
"""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from pam.actions.models import Action
from pam.actions.selectors.actions import responsible_for
from pam.notifications.models import Delivery
from pam.notifications.services import LIMIT, enqueue
from pam.reference.selectors.settings import settings_by_value

EVENTS = {"due_soon": "action_due", "overdue": "action_overdue"}
KEYS = {"due_soon": "actions.reminder_days", "overdue": "actions.overdue_reminder_days"}


def reminder_windows(today: date, path: str, longest: timedelta | None = None) -> dict[str, Q]:
    """{"due_soon", "overdue"}: what an action must be for its owner to be reminded on `today`, as a
    condition; without a reminder that no agency wants.

    `path` leads from the action to the agency that says so many days before or after the due date. `longest`
    (a timedelta) leaves out what has been overdue for longer.
    """
    windows: dict[str, Q] = {}
    for code, key in KEYS.items():
        for days, of_agencies in settings_by_value(key, path):
            if days is not None:
                window = of_agencies & _window(code, today, days, longest)
                windows[code] = windows[code] | window if code in windows else window
    return windows


def _window(code, today, days, longest):
    if code == "due_soon":
        return Q(due__gte=today, due__lte=today + timedelta(days=days))
    late = Q(due__lt=today, due__lte=today - timedelta(days=days))
    return late & Q(due__gt=today - longest) if longest else late


def enqueue_reminders(today: date | None = None) -> int:
    """Owes the reminders that open actions cause on `today`; returns how many causes it looked at.

    A cause (action, owner, event, due date) that was owed before stays as it is: the database allows one.
    """
    causes = 0
    for code, window in reminder_windows(today or timezone.localdate(), "owner_agency").items():
        owed = Delivery.objects.filter(
            event=EVENTS[code],
            about=OuterRef("uuid"),
            occasion=Cast(OuterRef("due"), TextField()),
        )
        # A person who became the owner since is reminded too; a team or agency is once for a due date.
        told = Q(owner=None) & Q(Exists(owed)) | Q(Exists(owed.filter(recipient=OuterRef("owner"))))
        back = Q(recipient=OuterRef("author")) | Q(recipient=OuterRef("record__lead"))
        declined = Q(acceptance="declined")
        told = ~declined & told | declined & Q(Exists(owed.filter(back)))
        rows = Action.objects.open().filter(~told, window).soonest_first()
        for action in rows.select_related("owner", "owner_team__principal", "record")[:LIMIT]:
            enqueue(EVENTS[code], action.uuid, responsible_for(action), occasion=action.due.isoformat())
            causes += 1
    return causes
