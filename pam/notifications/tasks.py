"""Sending what is owed. Celery beat starts this in the mail queue, which connects as the jobs' role: a mail
server that hangs keeps nobody else waiting.
"""

from celery import shared_task

from pam.notifications import services as notifications


@shared_task
def send_due():
    """Sends the mails that are due; returns how many went out. Safe to run twice at once."""
    return notifications.send_due()


@shared_task
def forget():
    """Removes what was settled long ago; returns how many rows. Safe to run twice at once."""
    return notifications.forget()
