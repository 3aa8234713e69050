"""The job behind enquiries. Celery beat starts it in the system queue, which connects as the jobs' role."""

from celery import shared_task

from pam.enquiries import notices


@shared_task
def enqueue_notices():
    """Owes word of enquiries and their answers. Safe to run twice at once."""
    notices.enqueue_enquiries()
