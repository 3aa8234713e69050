"""The job behind the warnings.

Celery beat starts it in the system queue, which connects as the jobs' role.
"""

from celery import shared_task

from pam.clocks import reminders


@shared_task
def warn():
    """Owes the warnings and escalations of clocks; returns how many clocks. Safe to run twice at once."""
    return reminders.warn()
