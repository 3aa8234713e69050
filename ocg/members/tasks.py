"""The job of the release watch.

Celery beat starts it in the system queue, which connects as the jobs' role.
"""

from celery import shared_task

from ocg.members import watch


@shared_task
def watch_releases():
    """Owes word of releases that are near, and notes those that have come; returns how many. Safe to run
    twice at once.
    """
    return watch.warn() + watch.note_releases()
