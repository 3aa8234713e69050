"""The log's own jobs. Celery beat starts them in the system queue, which connects as the jobs' role."""

from celery import shared_task
from django.conf import settings

from pam.audit.anchors import anchor_to_file, anchor_to_mail
from pam.audit.seals import seal_all


@shared_task
def seal():
    """Seals what was committed since the last run; returns how many rows. Two runs at once seal each row
    once.

    Keeps the newest seal in the file that the settings name at once: what is cut off later is missed there.
    """
    sealed = seal_all()
    if sealed and settings.LOG_ANCHOR_FILE:
        anchor_to_file(settings.LOG_ANCHOR_FILE)
    return sealed


@shared_task
def anchor():
    """Keeps the newest seal in the file that the settings name. Raises, for the worker's log, if it can't."""
    if settings.LOG_ANCHOR_FILE:
        anchor_to_file(settings.LOG_ANCHOR_FILE)


@shared_task
def mail_anchor():
    """Mails the newest seal to which person the settings say, from the mail queue. Raises as `anchor`
    does.
    """
    if settings.LOG_ANCHOR_MAIL:
        anchor_to_mail(settings.LOG_ANCHOR_MAIL)
