"""Celery beat starts these in the system queue, which connects as the owner role. The mails go out with the
others.
"""

from celery import shared_task

from . import corrections, warnings


@shared_task
def warn():
    """Writes the warnings that are owed before agreements end; returns how many. Safe to run twice at once."""
    return warnings.owe_warnings()


@shared_task
def tell():
    """Writes the mails that corrections owe; returns how many corrections it looked at. Safe to run twice at
    once.
    """
    return corrections.owe_corrections()
