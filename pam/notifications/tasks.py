"""Sending what is owed. Celery beat starts this in the system queue, which connects as the owner role."""

from celery import shared_task

from pam.notifications import services as notifications


@shared_task
def send():
    """Sends the mails that wait; returns how many went out. Safe to run twice at once."""
    return sum(notifications.send(pk) for pk in notifications.waiting())
