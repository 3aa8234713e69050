"""Reminders of actions that are due soon or overdue: one for each action, owner and due date. Run as the
owner role.
"""

from datetime import timedelta

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from pam.actions.models import Action
from pam.notifications.models import Delivery
from pam.notifications.services import MOST, enqueue
from pam.reference.models import ReferenceValue

EVENTS = {"due_soon": "action_due", "overdue": "action_overdue"}


def reminder_windows(today, longest=None):
    """{"due_soon", "overdue"}: what an action's due date must be on `today`, as filters; without one retired.

    The days are the terms `reminder.days`: so many before (positive) or after (negative) the due date.
    `longest` (a timedelta) leaves out what has been overdue for longer.
    """
    days = dict(
        ReferenceValue.objects.filter(listing="reminder.days", retired=False).values_list("code", "score")
    )
    windows = {}
    if "due_soon" in days:
        windows["due_soon"] = {"due__gte": today, "due__lte": today + timedelta(days=days["due_soon"])}
    if "overdue" in days:
        windows["overdue"] = {"due__lt": today, "due__lte": today + timedelta(days=days["overdue"])}
        if longest:
            windows["overdue"]["due__gt"] = today - longest
    return windows


def enqueue_reminders(today=None):
    """Owes the reminders that open actions cause on `today`; returns how many causes it looked at.

    A cause (action, owner, event, due date) that was owed before stays as it is: the database allows one.
    """
    causes = 0
    for code, window in reminder_windows(today or timezone.localdate()).items():
        owed = Delivery.objects.filter(
            event=EVENTS[code],
            about=OuterRef("uuid"),
            recipient=OuterRef("owner"),
            occasion=Cast(OuterRef("due"), TextField()),
        )
        rows = Action.objects.open().filter(~Exists(owed), **window).soonest_first()
        for action in rows.select_related("owner")[:MOST]:
            enqueue(EVENTS[code], action.uuid, [action.owner], occasion=action.due.isoformat())
            causes += 1
    return causes
