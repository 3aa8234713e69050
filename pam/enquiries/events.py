"""What people are told about enquiries between agencies."""

from django.urls import reverse

from pam.access.models import Membership
from pam.enquiries import selectors as enquiry_selectors
from pam.enquiries.models import EnquiryRecipient
from pam.notifications.events import About, register_event, register_kind


def _to_answer(delivery, reader):
    row = (
        enquiry_selectors.waiting(enquiry_selectors.enquiries_received(reader))
        .filter(uuid=delivery.about)
        .first()
    )
    if row is None:
        return None
    return About(reverse("enquiries:answer", args=[row.uuid]), threads=(row.question.uuid,))


def _answered(delivery, reader):
    rows = EnquiryRecipient.objects.filter(uuid=delivery.about, question__asker_id=reader.membership_id)
    row = rows.select_related("question").first()
    if row is None:
        return None
    return About(reverse("enquiries:enquiry", args=[row.question.uuid]), threads=(row.question.uuid,))


def _no_contact_point(delivery, reader):
    if not reader.has_role(Membership.Role.ADMINISTRATOR):
        return None
    return About(reverse("enquiries:contact_point"), threads=(delivery.about,))


register_kind("enquiries", "Enquiries", "Enquiries from other agencies, and answers to yours.")
register_event(
    "enquiry",
    "enquiries",
    "An enquiry from another agency",
    "Another agency asks whether yours knows a person, an address or a vehicle.",
    one="1 enquiry from another agency",
    many="{} enquiries from other agencies",
    still_true=_to_answer,
)
register_event(
    "enquiry_unanswered",
    "enquiries",
    "An enquiry is unanswered",
    "An enquiry from another agency is waiting for an answer from yours.",
    one="1 enquiry is unanswered",
    many="{} enquiries are unanswered",
    still_true=_to_answer,
)
register_event(
    "no_contact_point",
    "enquiries",
    "An enquiry is waiting for your agency",
    "An enquiry from another agency has not been answered. Choose the team that answers enquiries.",
    one="1 enquiry is waiting for your agency",
    many="{} enquiries are waiting for your agency",
    still_true=_no_contact_point,
)
register_event(
    "enquiry_answered",
    "enquiries",
    "Your enquiry was answered",
    "An agency has answered an enquiry that you made.",
    one="1 answer to your enquiries",
    many="{} answers to your enquiries",
    still_true=_answered,
)
