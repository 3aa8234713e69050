"""What the jobs of the system and mail workers do about mails, for tests."""

from django.utils import timezone

from pam.disclosure import tasks as disclosure
from pam.notifications import services as notifications
from pam.notifications.hours import next_digest
from pam.notifications.tasks import send_due


def send_due_mail():
    """Owes word of requests, break-glass and corrections, and sends what is due; how many mails went out."""
    disclosure.enqueue_notices()
    return send_due()


def send_digests():
    """Sends what is due by the next morning on which digests go out; how many mails went out."""
    return notifications.send_due(next_digest(timezone.now()))
