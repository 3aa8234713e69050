"""Making the PDFs of approved minutes. Ids in; the work itself is a service that claims each copy."""

from celery import shared_task

from meetings.services import minutes
from meetings.updates import services as updates


@shared_task(ignore_result=True)
def make_minutes(copy_id):
    """Makes the PDF of one copy of the minutes. Sent twice, or after it was made, it does nothing."""
    minutes.make(copy_id)


@shared_task(ignore_result=True)
def make_waiting_minutes():
    """Makes what waits: copies whose message was lost,
    whose worker was killed, or that failed a minute ago.
    """
    for copy_id in minutes.waiting():
        minutes.make(copy_id)


@shared_task(ignore_result=True)
def chase_updates():
    """Owes word of updates that are missing. Safe to run twice at once."""
    updates.chase()
