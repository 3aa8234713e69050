"""The jobs behind asking. Celery beat starts them in the system queue, which connects as the owner role."""

from celery import shared_task

from . import mails, matching


@shared_task
def tell():
    """Writes the mails that are owed; `pam.doors.tasks.tell` sends them. Safe to run twice at once."""
    mails.owe_for_sanitised()
    mails.owe_for_matches()
    mails.owe_for_questions()


@shared_task
def match():
    """Compares what was added or changed with what is known; returns how many matches are new. Safe to run
    twice.
    """
    in_use = matching.rules()
    return sum(matching.compare(pk, in_use) for pk in matching.waiting())
