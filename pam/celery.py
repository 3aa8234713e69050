"""The Celery application: `celery -A pam worker -Q work`, and `-Q system` for the owner's few jobs."""

import logging
import os

from celery import Celery
from celery.signals import beat_init, worker_ready

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pam.settings")
app = Celery("pam")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
@beat_init.connect
def say_version(sender=None, **kwargs):
    """Says in the log which pam has started."""
    from pam import __version__

    logging.getLogger("pam.start").info("pam %s: %s has started", __version__, sender or "celery")
