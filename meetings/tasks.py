"""Jobs of meetings: PDFs of minutes and packs, updates. Ids in; the work itself is a service."""

from celery import shared_task

from meetings.packs import services as packs
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
    """Asks for updates of meetings that come near, and owes word of those that are missing. Safe to run
    twice at once.
    """
    updates.ask_by_itself()
    updates.chase()


@shared_task(ignore_result=True)
def make_pack_file(number):
    """Makes the PDF of one pack. Sent twice, or after it was made, it does nothing."""
    packs.make(number)


@shared_task(ignore_result=True)
def make_waiting_packs():
    """Makes what waits: packs whose message was lost, whose worker was killed, or that just failed."""
    for number in packs.waiting():
        packs.make(number)


@shared_task(ignore_result=True)
def refresh_pack(meeting_id):
    """Makes the pack of one meeting again, if it says something else now."""
    packs.refresh(meeting_id)


@shared_task(ignore_result=True)
def refresh_packs():
    """The same for all meetings that have one: for changes beside the agenda, such as an update."""
    packs.refresh_all()
