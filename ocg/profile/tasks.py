"""Making the PDFs of profiles. Ids in; the work itself is a service that claims each profile."""

from celery import shared_task

from ocg.profile import services


@shared_task(ignore_result=True)
def make_profile(number):
    """Makes the PDF of one profile. Sent twice, or after it was made, it does nothing."""
    services.make(number)


@shared_task(ignore_result=True)
def make_waiting_profiles():
    """Makes what waits: profiles whose message was lost, whose worker was killed, or that failed a minute
    ago.
    """
    for number in services.waiting():
        services.make(number)
