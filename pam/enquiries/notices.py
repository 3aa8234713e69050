"""Who is told about enquiries: those who answer, and who asked. Run as the jobs' role."""

from django.utils import timezone

from pam.access.models import Membership
from pam.access.selectors import contacts_of
from pam.enquiries.models import EnquiryRecipient
from pam.notifications.selectors import not_yet_enqueued
from pam.notifications.services import LIMIT, LOOKED_BACK, enqueue
from pam.reference.selectors.settings import before_by_agency


def enqueue_enquiries(now=None):
    """Owes word of enquiries: to those who answer, after some days to the supervisors and, where nobody
    answers for the agency, to its administrators; and to the asker for each answer.
    """
    now = now or timezone.now()
    rows = EnquiryRecipient.objects.select_related("question__asker").order_by("pk")
    live = rows.filter(answer="", question__withdrawn_at=None)
    for row in live.filter(not_yet_enqueued("enquiry"), asked_at__gt=now - LOOKED_BACK)[:LIMIT]:
        enqueue("enquiry", row.uuid, contacts_of(row.agency_id))
    late = before_by_agency("enquiries.unanswered_days", now, "asked_at", "agency")
    for row in live.filter(late, escalated_at=None)[:LIMIT]:
        enqueue("enquiry_unanswered", row.uuid, contacts_of(row.agency_id, escalated=True))
        people = Membership.objects.live().filter(agency_id=row.agency_id, roles__contains=["administrator"])
        enqueue("no_contact_point", row.uuid, people)
        EnquiryRecipient.objects.filter(pk=row.pk, answer="").update(escalated_at=now)
    for row in rows.filter(not_yet_enqueued("enquiry_answered"), answered_at__gt=now - LOOKED_BACK)[:LIMIT]:
        enqueue("enquiry_answered", row.uuid, [row.question.asker])
