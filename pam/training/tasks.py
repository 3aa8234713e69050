"""The job that resets training agencies. Celery beat starts it in the system queue."""

from celery import shared_task

from pam.training import services
from pam.training.selectors import waiting


@shared_task
def reset_training():
    """Does the resets that wait; returns how many. Safe to run twice at once."""
    return sum(services.reset(pk) for pk in waiting())
