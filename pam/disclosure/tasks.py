"""Celery beat starts these in the system queue, which connects as the owner role. The mails go out with the
others.
"""

from celery import shared_task

from pam.disclosure.services import agreement_warnings, correction_notices, notices


@shared_task
def enqueue_warnings():
    """Owes the warnings before agreements end; returns how many. Safe to run twice at once."""
    return agreement_warnings.enqueue_warnings()


@shared_task
def enqueue_notices():
    """Owes word of requests for access, break-glass and corrections. Safe to run twice at once."""
    notices.enqueue_requests()
    notices.enqueue_break_glass()
    correction_notices.enqueue_corrections()
