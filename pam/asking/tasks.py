"""The job behind asking. Celery beat starts it in the system queue, which connects as the owner role."""

from celery import shared_task

from . import mails


@shared_task
def tell():
    """Writes the mails that sanitised actions owe; `pam.doors.tasks.tell` sends them. Safe to run twice at once."""
    mails.owe_for_sanitised()
