"""The jobs of best practice. Celery beat starts them in the system queue."""

from celery import shared_task

from pam.practice.services import jobs


@shared_task
def enqueue_notices():
    """Owes word of newer versions of what was copied. Safe to run twice at once."""
    return jobs.enqueue_notices()


@shared_task
def count_uses():
    """Counts the use of what is offered, once a day. Safe to run twice at once."""
    return jobs.count_uses()
