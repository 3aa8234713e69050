"""The job behind the reminders.

Celery beat starts it in the system queue, which connects as the jobs' role.
"""

from celery import shared_task

from pam.actions.services import reminders, sanitised_notices


@shared_task
def remind():
    """Owes the reminders of actions that are due or overdue, word of those that stay overdue and of those
    that can begin; returns how many. Safe to run twice at once.
    """
    sanitised_notices.enqueue_for_sanitised()
    return reminders.enqueue_reminders() + reminders.enqueue_escalations() + reminders.enqueue_freed()
