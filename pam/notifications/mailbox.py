"""The demo's mail: kept in a table instead of being sent, so that one can see on a page what would have gone
out.
"""

from django.core.mail.backends.base import BaseEmailBackend

from pam.notifications.models import SentMail


class MailboxBackend(BaseEmailBackend):
    """Django's mail backend of the demo: writes each message as a `SentMail`."""

    def send_messages(self, messages):
        """Keeps the messages; returns how many."""
        for message in messages:
            SentMail.objects.create(
                sender=message.from_email[:200],
                to=", ".join(message.recipients())[:400],
                subject=message.subject[:300],
                body=message.body,
            )
        return len(messages)
