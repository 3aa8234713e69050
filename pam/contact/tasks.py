"""The jobs behind messages from the front page. Celery beat starts them in the system queue."""

from celery import shared_task

from pam.contact import services


@shared_task
def enqueue_notices():
    """Owes word of new messages. Safe to run twice at once."""
    return services.enqueue_notices()


@shared_task
def erase():
    """Erases the messages whose days are over. Safe to run twice at once."""
    return services.erase()
