"""The job behind enquiries. Celery beat starts it in the system queue, which connects as the owner role."""

from celery import shared_task

from pam.enquiries import notices


@shared_task
def tell():
    """Writes the mails that enquiries owe. Safe to run twice at once."""
    notices.owe_for_questions()
