"""Looking for what is new of what people watch. Celery beat starts these in the system queue, which connects
as the jobs' role and steps down for each person's look.
"""

from celery import shared_task

from pam.watching.services import rounds


@shared_task
def look():
    """Owes people word of what is new; returns of how much. Safe to run twice at once."""
    return rounds.look()


@shared_task
def drop_unseen():
    """Drops what people watch and may no longer see; returns how many. Safe to run twice at once."""
    return rounds.drop_unseen()
