"""What administrators are told about messages from the front page: that there is one, and no word of it."""

from django.urls import reverse

from pam.contact.models import ContactRequest
from pam.notifications.events import About, register_event, register_kind


def _came(delivery, reader):
    row = ContactRequest.objects.open().filter(uuid=delivery.about, agency_id=reader.agency_id).first()
    if row is None:
        return None
    return About(reverse("contact:message", args=[row.uuid]), threads=(row.uuid,))


register_kind("contact", "Messages from the front page", "Questions and requests for an account.")
register_event(
    "message_came",
    "contact",
    "A message from the front page",
    "A person has asked a question or requested an account.",
    one="1 message from the front page",
    many="{} messages from the front page",
    still_true=_came,
)
