"""The jobs about files that were added. Celery beat starts them in the system queue, which connects as the
jobs' role.
"""

from celery import shared_task

from pam.records import previews, scanning, texts


@shared_task
def scan_files():
    """Scans the files that wait; returns how many are done. Safe to run twice at once."""
    return scanning.scan_files()


@shared_task
def read_documents():
    """Reads the texts of documents that wait; returns how many are done. Safe to run twice at once."""
    return texts.read_documents()


@shared_task
def make_previews():
    """Makes the previews of documents that wait; returns how many are done. Safe to run twice at once."""
    return previews.make_previews()
