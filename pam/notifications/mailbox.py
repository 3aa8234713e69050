"""The demo's mail: kept in a table instead of being sent, so that one can see on a page what would have gone
out.
"""

import re
from email import message_from_bytes, policy

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.base import BaseEmailBackend

from pam.notifications.models import SentMail


class MailboxBackend(BaseEmailBackend):
    """Django's mail backend of the demo: writes each message as a `SentMail`, whole."""

    def send_messages(self, messages):
        """Keeps the messages; returns how many. Raises ImproperlyConfigured outside of the demo."""
        if not settings.DEMO_SIGN_IN:
            raise ImproperlyConfigured("The mailbox is the demo's: name a mail server in EMAIL_URL.")
        for message in messages:
            SentMail.objects.create(
                sender=message.from_email[:200],
                to=", ".join(message.recipients())[:400],
                subject=message.subject[:300],
                body=message.body,
                raw=message.message().as_bytes(),
            )
        return len(messages)


def _message(mail):
    return message_from_bytes(bytes(mail.raw), policy=policy.default)


def parts_of(mail):
    """(headers as pairs, names of the attachments) of a kept mail."""
    message = _message(mail)
    names = [part.get_filename() or f"Part {n}" for n, part in enumerate(message.iter_attachments(), 1)]
    return [(name, str(value)) for name, value in message.items()], names


def attachment_of(mail, place):
    """(a plain file name, bytes) of the attachment at `place` (from 1), or None."""
    for number, part in enumerate(_message(mail).iter_attachments(), 1):
        if number == place:
            name = re.sub(r"[^A-Za-z0-9._-]", "_", part.get_filename() or "attachment")
            content = part.get_payload(decode=True)
            return name, content if content is not None else part.as_bytes()
    return None
