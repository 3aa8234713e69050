"""The job behind the reminders.

Celery beat starts it in the system queue, which connects as the owner role.
"""

import logging

from celery import shared_task

from pam.actions.services import reminders, sanitised_notices

logger = logging.getLogger(__name__)


@shared_task
def remind():
    """Writes the reminders that are owed and sends those that wait; returns how many mails went out.

    Two runs at the same moment send each mail once: the database keeps one row a cause, and `reminders.send`
    claims it by a conditional update.
    """
    reminders.owe()
    sanitised_notices.owe_for_sanitised()
    sent = sum(reminders.send(pk) for pk in reminders.waiting())
    if stuck := reminders.stuck().count():
        logger.warning("%s reminders need a person: see pam.actions.services.reminders.stuck().", stuck)
    return sent
