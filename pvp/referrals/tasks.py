"""The job behind referrals. Celery beat starts it in the system queue, which connects as the jobs' role."""

from celery import shared_task

from pvp.referrals import services


@shared_task
def forget_referrals():
    """Erases referrals whose days are over; returns how many. Safe to run twice at once."""
    return services.forget_referrals()
