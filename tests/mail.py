"""What the jobs of the system worker do about mails, for tests."""

from pam.disclosure import tasks as disclosure
from pam.notifications.tasks import send


def tell():
    """Writes the mails that requests, break-glass and corrections owe,
    and sends what waits; how many went out.
    """
    disclosure.tell()
    return send()
