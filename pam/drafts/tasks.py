"""Deleting what was never sent."""

from celery import shared_task

from pam.drafts import services


@shared_task
def forget_drafts():
    """Deletes the drafts that are too old; returns how many. Safe to run twice at once."""
    return services.forget_old()
