"""Mails about enquiries: to those who answer, and to who asked. A link, never text."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from pam.access.models import Membership
from pam.access.selectors import contacts_of
from pam.enquiries.models import EnquiryRecipient
from pam.notifications.services import LOOKED_BACK, MOST, announce, owe, untold
from pam.reference.models import ReferenceValue

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


def owe_for_questions(now=None):
    """Writes the mails that questions cause: to those who answer, after some days to the supervisors and,
    where nobody answers for the agency, to its administrators; and to the asker for each answer.
    """
    now = now or timezone.now()
    rows = EnquiryRecipient.objects.select_related("question__asker").order_by("pk")
    live = rows.filter(answer="", question__withdrawn_at=None)
    for row in live.filter(untold("question"), asked_at__gt=now - LOOKED_BACK)[:MOST]:
        owe("question", row.uuid, contacts_of(row.agency_id), _to_answer(row))
    patience = (
        ReferenceValue.objects.filter(listing="asking.days", code="escalate", retired=False)
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
        owe("nobody", row.uuid, people, reverse("enquiries:contact_point"))
        EnquiryRecipient.objects.filter(pk=row.pk, answer="").update(escalated_at=now)
    for row in rows.filter(untold("answer"), answered_at__gt=now - LOOKED_BACK)[:MOST]:
        owe("answer", row.uuid, [row.question.asker], reverse("enquiries:enquiry", args=[row.question.uuid]))


def _to_answer(row):
    return reverse("enquiries:answer", args=[row.uuid])
