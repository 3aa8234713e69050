"""What the API's room does again and again."""

from celery import shared_task

from pam.api.services import answers, sending


@shared_task
def forget_answers():
    """Removes the answers to what was sent long ago; returns how many. Safe to run twice at once."""
    return answers.forget()


@shared_task
def send_hooks():
    """Sends webhooks what is due, in the mail queue; returns how many took it. Safe to run twice at once."""
    return sending.send_due()


@shared_task
def forget_hooks():
    """Removes old messages of webhooks; returns how many. Safe to run twice at once."""
    return sending.forget()
