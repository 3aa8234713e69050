"""The job behind closed doors. Celery beat starts it in the system queue, which connects as the owner role."""

from celery import shared_task

from . import notices


@shared_task
def tell():
    """Writes the mails that are owed and sends those that wait; returns how many went out. Safe to run twice
    at once.
    """
    notices.owe_for_requests()
    notices.owe_for_openings()
    return sum(notices.send(pk) for pk in notices.waiting())
