"""The Celery application: `celery -A pam worker -Q work`, and `-Q system` for the owner's few jobs."""

import logging
import os
from importlib import import_module
from pathlib import Path

from celery import Celery
from celery.signals import beat_init, worker_ready
from django.apps import apps
from django.conf import settings
from django.core.checks import Error, register

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pam.settings")
app = Celery("pam")
app.config_from_object("django.conf:settings", namespace="CELERY")
ROOT = Path(__file__).resolve().parent.parent


def packages_with_tasks():
    """Each package of ours that has a `tasks` module: a room's own, and those of the packages inside it."""
    found = set()
    for room in apps.get_app_configs():
        if (ROOT / room.name.partition(".")[0] / "__init__.py").exists():
            folders = [path.parent.relative_to(ROOT) for path in Path(room.path).rglob("tasks.py")]
            found |= {".".join(folder.parts) for folder in folders}
    return sorted(found)


app.autodiscover_tasks(packages_with_tasks)


@register()
def every_job_of_the_clock_is_there(app_configs, **kwargs):
    """An error for each job that the scheduler would send and no worker knows: a worker refuses to start."""
    for package in packages_with_tasks():
        import_module(f"{package}.tasks")
    unknown = {job["task"] for job in settings.CELERY_BEAT_SCHEDULE.values()} - set(app.tasks)
    return [Error(f"The schedule names {task}, which is no task.", id="pam.E003") for task in sorted(unknown)]


@worker_ready.connect
@beat_init.connect
def say_version(sender=None, **kwargs):
    """Says in the log which pam has started."""
    from pam import __version__

    logging.getLogger("pam.start").info("pam %s: %s has started", __version__, sender or "celery")
