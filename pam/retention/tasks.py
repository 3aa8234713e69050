"""The job of disposal. Celery beat starts it in the system queue, which connects as the owner role."""

from celery import shared_task

from . import erasing


@shared_task
def remove_files():
    """Removes from the disk what belongs to erased records; returns how many files went. Safe to run twice at once."""
    return erasing.remove_files()
