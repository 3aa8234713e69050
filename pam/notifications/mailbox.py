"""The demo's mail: kept in a table instead of being sent, so that one can see on a page what would have gone
out.
"""

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
