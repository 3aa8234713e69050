"""The jobs about files. Celery beat starts them in the system queue, which connects as the jobs' role."""

from celery import shared_task

from pam.retention import erasing, leftovers


@shared_task
def remove_files():
    """Removes from the disk what belongs to erased records; returns how many files went. Safe to run twice at
    once.
    """
    return erasing.remove_files()


@shared_task
def remove_leftovers():
    """Removes stored files that no row names; returns how many went. Safe to run twice at once."""
    return leftovers.remove()
