"""The job behind reminders of cases. Celery beat starts it in the system queue, which has the jobs' role."""

from celery import shared_task

from pvp import reminders


@shared_task
def remind():
    """Owes word of late referrals and of people not told; returns of how many. Safe to run twice at once."""
    return reminders.remind()
