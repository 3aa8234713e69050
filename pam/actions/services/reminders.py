"""Reminders: one mail for each cause, written down before it is sent.

`owe()` writes the rows, `send()` claims one and mails it. Both may run at the same moment in several workers,
be killed and be started again. They run as the owner role, in the system queue alone.
"""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from pam.access import visibility
from pam.access.models import Membership
from pam.access.reader import reader_of_membership
from pam.actions.models import Action, Reminder
from pam.notifications import delivery
from pam.notifications.delivery import TRIES
from pam.reference.models import ReferenceValue

LONG = timedelta(minutes=15)  # a claim older than this has no job behind it any more

SUBJECTS = {Reminder.Why.DUE_SOON: "An action is due", Reminder.Why.OVERDUE: "An action is overdue"}
BODY = """Hello {name}

An action that you own {is_due} {day}.

Open it here: {address}

You will be asked to sign in. This mail says no more, because mail can be read by others.
"""


def owe(today=None):
    """Writes the reminders that open actions cause on `today`; returns how many causes it looked at.

    The days are the terms `reminder.days`: so many before (positive) or after (negative) the due date. A
    cause (action, owner, why, due date) that was written before stays as it is: the database allows one.
    """
    today = today or timezone.localdate()
    days = dict(
        ReferenceValue.objects.filter(listing="reminder.days", retired=False).values_list("code", "score")
    )
    causes = []
    if "due_soon" in days:
        window = {"due__gte": today, "due__lte": today + timedelta(days=days["due_soon"])}
        causes += _causes(Reminder.Why.DUE_SOON, **window)
    if "overdue" in days:
        causes += _causes(
            Reminder.Why.OVERDUE, due__lt=today, due__lte=today + timedelta(days=days["overdue"])
        )
    Reminder.objects.bulk_create(causes, batch_size=1000, ignore_conflicts=True)
    return len(causes)


def _causes(why, **window):
    written = Reminder.objects.filter(
        action=OuterRef("pk"), recipient=OuterRef("owner"), due=OuterRef("due"), why=why
    )
    rows = Action.objects.open().filter(~Exists(written), **window).soonest_first()
    return [
        Reminder(action_id=pk, recipient_id=owner, why=why, due=due)
        for pk, owner, due in rows.values_list("pk", "owner_id", "due")
    ]


def waiting(now=None):
    """The numbers of the reminders that may be sent now, oldest first, at most as many as one run sends."""
    return delivery.waiting(Reminder.objects.filter(dropped_at=None), now)


def send(pk):
    """Sends reminder `pk` unless another process got there first; returns whether a mail went out.

    Whether it is still owed is asked anew: by the clock, by the row and by the gate.
    """
    reminder = Reminder.objects.get(pk=pk)
    free = Reminder.objects.filter(pk=pk, claimed_at=None, dropped_at=None)
    action = _still_owed(reminder)
    if action is None:
        free.update(dropped_at=timezone.now())
        return False
    message = _message(reminder, action)
    return bool(free.update(claimed_at=timezone.now())) and delivery.send_claimed(reminder, message)


def _still_owed(reminder):
    """The action, if its owner can open it now, and it still waits for them with that due date; else None."""
    reader = reader_of_membership(reminder.recipient_id)
    if reader is None:
        return None
    with visibility.reading(reader):
        rows = visibility.visible_to(reader, Action).open().owned_by(reader)
        return rows.filter(pk=reminder.action_id, due=reminder.due).first()


def _message(reminder, action):
    user = Membership.objects.select_related("user").get(pk=reminder.recipient_id).user
    late = reminder.why == Reminder.Why.OVERDUE
    return EmailMessage(
        subject=SUBJECTS[reminder.why],
        body=BODY.format(
            name=user.name,
            is_due="was due on" if late else "is due on",
            day=f"{action.due.day} {action.due:%B %Y}",
            address=settings.PUBLIC_URL.rstrip("/") + reverse("actions:detail", args=[action.uuid]),
        ),
        to=[user.email],
    )


def stuck(now=None):
    """The reminders that need a person: claimed by a job that died (perhaps sent), or given up after all
    tries.
    """
    now = now or timezone.now()
    died = models.Q(claimed_at__lt=now - LONG, sent_at=None)
    return Reminder.objects.filter(
        died | models.Q(failures__gte=TRIES, sent_at=None), dropped_at=None
    ).order_by("pk")
