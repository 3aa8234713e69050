"""The job behind the warnings.

Celery beat starts it in the system queue, which connects as the jobs' role.
"""

from celery import shared_task

from pam.orders import reminders


@shared_task
def warn():
    """Owes word of orders that end soon; returns how many. Safe to run twice at once."""
    return reminders.warn()
