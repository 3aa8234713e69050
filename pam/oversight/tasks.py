"""The log's own jobs. Celery beat starts them in the system queue, which connects as the jobs' role."""

from celery import shared_task

from pam.oversight.unusual import find_recent


@shared_task
def find_unusual():
    """Lists unusual access of yesterday and today; returns how many lines are new."""
    return find_recent()
