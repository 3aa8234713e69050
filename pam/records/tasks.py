"""The job about files that were added. Celery beat starts it in the system queue, which connects as the jobs'
role.
"""

from celery import shared_task

from pam.records import scanning


@shared_task
def scan_files():
    """Scans the files that wait; returns how many are done. Safe to run twice at once."""
    return scanning.scan_files()
