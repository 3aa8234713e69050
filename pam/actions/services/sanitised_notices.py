"""Mails about sanitised actions: to who was asked, and to who follows them up. A link, never text."""

import uuid
from datetime import timedelta

from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from pam.access.models import Membership, Principal
from pam.access.selectors import contacts_of
from pam.actions.models import SanitisedAction, SanitisedReport
from pam.notifications.services import LOOKED_BACK, MOST, announce, owe, untold
from pam.reference.models import ReferenceValue

announce("given", "An action for you", "Somebody at another agency or team has asked you to do something.")
announce(
    "given-due", "An action is due", "An action that another agency or team asked you to do is due soon."
)
announce(
    "given-late", "An action is overdue", "An action that another agency or team asked you to do is overdue."
)
announce("reported", "A report on your action", "Somebody has reported on an action that you follow up.")


def receivers_of(row):
    """The people whom a mail about the sanitised action `row` goes to."""
    if row.receiver.kind == Principal.Kind.AGENCY:
        return contacts_of(row.receiver_agency_id)
    people = Membership.objects.live().filter(
        Q(principal_id=row.receiver_id) | Q(teams__principal_id=row.receiver_id)
    )
    return list(people.distinct())


def owe_for_sanitised(now=None):
    """Writes the mails that sanitised actions cause: given, due soon, overdue; and those that reports on them
    cause.
    """
    now = now or timezone.now()
    rows = SanitisedAction.objects.select_related("receiver").order_by("pk")
    for row in rows.filter(untold("given"), state="open", given_at__gt=now - LOOKED_BACK)[:MOST]:
        _owe("given", row.uuid, row)
    today = timezone.localdate(now)
    days = dict(
        ReferenceValue.objects.filter(listing="reminder.days", retired=False).values_list("code", "score")
    )
    for code, kind, after in (("due_soon", "given-due", today), ("overdue", "given-late", None)):
        if code not in days:
            continue
        waiting = rows.filter(state="open", due__lte=today + timedelta(days=days[code]))
        waiting = (
            waiting.filter(due__gte=after)
            if after
            else waiting.filter(due__lt=today, due__gt=today - LOOKED_BACK)
        )
        for row in waiting[:MOST]:
            # A new due date is a new cause.
            _owe(kind, uuid.uuid5(row.uuid, row.due.isoformat()), row)
    reports = SanitisedReport.objects.select_related("about__action__owner").order_by("pk")
    # Not to somebody who reports on what they follow up themselves.
    for report in reports.filter(untold("reported"), at__gt=now - LOOKED_BACK).exclude(
        by=F("about__action__owner")
    )[:MOST]:
        action = report.about.action
        owe("reported", report.uuid, [action.owner], reverse("actions:detail", args=[action.uuid]))


def _owe(kind, about, row):
    owe(kind, about, receivers_of(row), reverse("actions:given_one", args=[row.uuid]))
