"""Reminders of actions before, on and after their due date, and word to supervisors and leads of those that
stay overdue: one for each action, recipient and due date. Run as the jobs' role.

How many days, and who is told, is what the owner's agency has set (declared_settings.py).
"""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from pam.actions.models import Action
from pam.actions.selectors.actions import responsible_for
from pam.actions.selectors.escalation import told_of_overdue
from pam.notifications.models import Delivery
from pam.notifications.services import LIMIT, LOOKED_BACK, enqueue
from pam.reference.selectors.settings import settings_by_value

EVENTS = {"due_soon": "action_due", "due_today": "action_due_today", "overdue": "action_overdue"}
KEYS = {
    "due_soon": "actions.reminder_days",
    "due_today": "actions.due_day_reminder",
    "overdue": "actions.overdue_reminder_days",
}
ESCALATED, FREED = "action_escalated", "action_freed"


def reminder_windows(today: date, path: str, longest: timedelta | None = None) -> dict[str, Q]:
    """{"due_soon", "due_today", "overdue"}: what an action must be for its owner to be reminded on `today`,
    as a condition; without a reminder that no agency wants. An action is in one of them at most.

    `path` leads from the action to the agency that says so many days before or after the due date. `longest`
    (a timedelta) leaves out what has been overdue for longer.
    """
    windows = {code: _window(key, path, WINDOWS[code], today, longest) for code, key in KEYS.items()}
    if "due_soon" in windows and windows.get("due_today"):
        windows["due_soon"] &= ~windows["due_today"]
    return {code: window for code, window in windows.items() if window}


def _window(key, path, window_of, today, longest=None):
    """What lies in the window that each agency's value of the setting `key` gives; an empty Q for none."""
    windows = Q()
    for value, of_agencies in settings_by_value(key, path):
        if value is not None and value is not False:
            windows |= of_agencies & window_of(today, value, longest)
    return windows


def _late(today, days, longest):
    late = Q(due__lt=today, due__lte=today - timedelta(days=days))
    return late & Q(due__gt=today - longest) if longest else late


WINDOWS = {
    "due_soon": lambda today, days, longest: Q(due__gte=today, due__lte=today + timedelta(days=days)),
    "due_today": lambda today, wanted, longest: Q(due=today),
    "overdue": _late,
}


def enqueue_reminders(today: date | None = None) -> int:
    """Owes the reminders that open actions cause on `today`; returns how many causes it looked at.

    A cause (action, owner, event, due date) that was owed before stays as it is: the database allows one.
    """
    causes = 0
    for code, window in reminder_windows(today or timezone.localdate(), "owner_agency").items():
        owed = _owed(EVENTS[code])
        # A person who became the owner since is reminded too; a team or agency is once for a due date.
        told = Q(owner=None) & Q(Exists(owed)) | Q(Exists(owed.filter(recipient=OuterRef("owner"))))
        back = Q(recipient=OuterRef("author")) | Q(recipient=OuterRef("record__lead"))
        declined = Q(acceptance="declined")
        told = ~declined & told | declined & Q(Exists(owed.filter(back)))
        causes += _enqueue_each(EVENTS[code], Action.objects.open().filter(~told, window), responsible_for)
    return causes


def enqueue_escalations(today: date | None = None) -> int:
    """Owes supervisors and leads word of actions that stay overdue on `today`; returns how many actions.

    Once for each due date: an action that was moved on can be escalated again.
    """
    window = _window("actions.escalation_days", "owner_agency", _late, today or timezone.localdate())
    if not window:
        return 0
    rows = Action.objects.open().filter(~Q(Exists(_owed(ESCALATED))), window)
    return _enqueue_each(ESCALATED, rows, told_of_overdue)


def enqueue_freed(now: datetime | None = None) -> int:
    """Owes the owners of open actions word that what these depended on has ended; returns how many. Once for
    each end, by a job: who ends an action need not see what waits for it.
    """
    now = now or timezone.now()
    occasion = Concat(
        Cast(OuterRef("depends_on"), TextField()),
        Value(":"),
        Cast(OuterRef("depends_on__version"), TextField()),
        output_field=TextField(),
    )
    owed = Delivery.objects.filter(event=FREED, about=OuterRef("uuid"), occasion=occasion)
    ended = Q(depends_on__ended_at__gt=now - LOOKED_BACK, depends_on__ended_at__lte=now)
    rows = Action.objects.open().filter(ended, ~Q(Exists(owed))).select_related("depends_on")
    return _enqueue_each(
        FREED, rows, responsible_for, lambda row: f"{row.depends_on_id}:{row.depends_on.version}"
    )


def _owed(event):
    """What was owed of `event` about the action of the outer query and its due date as it is now."""
    return Delivery.objects.filter(
        event=event, about=OuterRef("uuid"), occasion=Cast(OuterRef("due"), TextField())
    )


def _enqueue_each(event, rows, people_of, occasion_of=lambda row: row.due.isoformat()):
    """Owes the people of each action word of `event`, `LIMIT` actions in a run; those that have nobody stand
    in no other's way.
    """
    causes = 0
    rows = rows.soonest_first().select_related("owner", "owner_team__principal", "record")
    for action in rows.iterator(chunk_size=LIMIT):
        people = people_of(action)
        if not people:
            continue
        enqueue(event, action.uuid, people, occasion=occasion_of(action))
        causes += 1
        if causes == LIMIT:
            break
    return causes
