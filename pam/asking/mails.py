"""Mails about what was asked of somebody: owed as `doors.Notice` rows, sent by that room's job. A link, never
text.
"""

import uuid
from datetime import timedelta

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from pam.access.models import Membership, Principal
from pam.actions.models import SanitisedAction, SanitisedReport
from pam.doors.models import Notice
from pam.doors.notices import MOST, announce, managers_of, owe
from pam.frameworks.models import Term

from .models import Asked, Match

LOOKED_BACK = timedelta(days=7)  # causes older than this were told long ago, or their people have left
announce("given", "An action for you", "Somebody at another agency or team has asked you to do something.")
announce(
    "given-due", "An action is due", "An action that another agency or team asked you to do is due soon."
)
announce(
    "given-late", "An action is overdue", "An action that another agency or team asked you to do is overdue."
)
announce("reported", "A report on your action", "Somebody has reported on an action that you follow up.")

announce(
    "match",
    "A match for one of your records",
    "Another agency or team may know of somebody in a record of yours.",
)

announce(
    "question",
    "A question from another agency",
    "Another agency asks whether yours knows a person, an address or a vehicle.",
)
announce(
    "unanswered",
    "A question is unanswered",
    "A question that another agency put to yours waits for an answer.",
)
announce(
    "nobody",
    "Nobody answers for your agency",
    "Another agency’s question waits. Choose the team that answers them.",
)
announce("answer", "Your question was answered", "An agency has answered a question that you asked.")


def contacts_of(agency_id, *, escalated=False):
    """Who answers for an agency where nobody in it was named (see pam_contacts_of)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM pam_contacts_of(%s, %s)", [agency_id, escalated])
        numbers = [row[0] for row in cursor.fetchall()]
    return list(Membership.objects.filter(pk__in=numbers).order_by("pk"))


def receivers_of(row):
    """The people whom a mail about the sanitised action `row` goes to."""
    if row.receiver.kind == Principal.Kind.AGENCY:
        return contacts_of(row.receiver_agency_id)
    people = Membership.objects.live().filter(
        Q(principal_id=row.receiver_id) | Q(teams__principal_id=row.receiver_id)
    )
    return list(people.distinct())


def _untold(kind, about="uuid"):
    return ~Exists(Notice.objects.filter(kind=kind, about=OuterRef(about)))


def owe_for_sanitised(now=None):
    """Writes the mails that sanitised actions cause: given, due soon, overdue; and those that reports on them
    cause.
    """
    now = now or timezone.now()
    rows = SanitisedAction.objects.select_related("receiver").order_by("pk")
    for row in rows.filter(_untold("given"), state="open", given_at__gt=now - LOOKED_BACK)[:MOST]:
        _owe("given", row.uuid, row)
    today = timezone.localdate(now)
    days = dict(Term.objects.filter(listing="reminder.days", retired=False).values_list("code", "score"))
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
    for report in reports.filter(_untold("reported"), at__gt=now - LOOKED_BACK).exclude(
        by=F("about__action__owner")
    )[:MOST]:
        action = report.about.action
        owe("reported", report.uuid, [action.owner], reverse("actions:detail", args=[action.uuid]))


def owe_for_matches(now=None):
    """Writes the mails that covert matches cause: to who was told, or to whom the record is led by now."""
    since = (now or timezone.now()) - LOOKED_BACK
    rows = Match.objects.select_related("record__team", "told").order_by("pk")
    for row in rows.filter(_untold("match"), state="new", found_at__gt=since)[:MOST]:
        people = Membership.objects.live().filter(pk=row.told_id) if row.told_id else managers_of(row.record)
        owe("match", row.uuid, people, reverse("asking:match", args=[row.uuid]))


def owe_for_questions(now=None):
    """Writes the mails that questions cause: to those who answer, after some days to the supervisors and,
    where nobody answers for the agency, to its administrators; and to the asker for each answer.
    """
    now = now or timezone.now()
    rows = Asked.objects.select_related("question__asker").order_by("pk")
    live = rows.filter(answer="", question__withdrawn_at=None)
    for row in live.filter(_untold("question"), asked_at__gt=now - LOOKED_BACK)[:MOST]:
        owe("question", row.uuid, contacts_of(row.agency_id), _to_answer(row))
    patience = (
        Term.objects.filter(listing="asking.days", code="escalate", retired=False)
        .values_list("score", flat=True)
        .first()
    )
    late = (
        live.filter(escalated_at=None, asked_at__lte=now - timedelta(days=patience))
        if patience is not None
        else []
    )
    for row in late[:MOST]:
        owe("unanswered", row.uuid, contacts_of(row.agency_id, escalated=True), _to_answer(row))
        people = Membership.objects.live().filter(agency_id=row.agency_id, roles__contains=["administrator"])
        owe("nobody", row.uuid, people, reverse("asking:contact_point"))
        Asked.objects.filter(pk=row.pk, answer="").update(escalated_at=now)
    for row in rows.filter(_untold("answer"), answered_at__gt=now - LOOKED_BACK)[:MOST]:
        owe("answer", row.uuid, [row.question.asker], reverse("asking:question", args=[row.question.uuid]))


def _to_answer(row):
    return reverse("asking:answer", args=[row.uuid])


def _owe(kind, about, row):
    owe(kind, about, receivers_of(row), reverse("actions:given_one", args=[row.uuid]))
