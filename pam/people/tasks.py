"""The jobs behind invitations. Celery beat starts them in the system queue, which connects as the owner role."""

from celery import shared_task

from . import letters


@shared_task
def invite():
    """Mails the invitations that wait; returns how many went out. Safe to run twice at once."""
    return sum(letters.send(pk) for pk in letters.waiting())
