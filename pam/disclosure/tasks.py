"""Celery beat starts these in the system queue, which connects as the owner role. The mails go out with the
others.
"""

from celery import shared_task

from pam.disclosure.services import agreement_warnings, correction_notices, notices


@shared_task
def warn():
    """Writes the warnings that are owed before agreements end; returns how many.

    Safe to run twice at once.
    """
    return agreement_warnings.owe_warnings()


@shared_task
def tell():
    """Writes the mails that requests for access, break-glass and corrections owe.

    Safe to run twice at once.
    """
    notices.owe_for_requests()
    notices.owe_for_openings()
    correction_notices.owe_corrections()
