"""The jobs behind invitations and departures. Celery beat starts them in the system queue, which connects as the owner role."""

from celery import shared_task

from . import handing_over, letters


@shared_task
def invite():
    """Mails the invitations that wait; returns how many went out. Safe to run twice at once."""
    return sum(letters.send(pk) for pk in letters.waiting())


@shared_task
def hand_over():
    """Hands over what those led who have left; returns how many things changed hands. Safe to run twice at once."""
    return sum(handing_over.hand_over(pk) for pk in handing_over.due())
