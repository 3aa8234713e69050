"""The jobs behind password links, departures, reviews and sessions. Celery beat starts them in the system
queue, which connects as the jobs' role.
"""

from celery import shared_task

from pam.accounts.selectors import handing_over as handover_selectors
from pam.accounts.services import handing_over, lapsing, membership_notices, passwords, sessions


@shared_task
def enqueue_password_links():
    """Owes the links for a new password that were asked for; returns how many. Safe to run twice at once."""
    return passwords.enqueue_links()


@shared_task
def enqueue_membership_notices():
    """Owes word of new members, and of what waits for a person to accept it; returns of how many causes. Safe
    to run twice at once.
    """
    return membership_notices.enqueue_notices()


@shared_task
def hand_over():
    """Hands over what those led who have left; returns how many things changed hands. Safe to run twice at
    once.
    """
    return sum(handing_over.hand_over(pk) for pk in handover_selectors.due())


@shared_task
def review():
    """Opens the reviews that are due, warns of those that wait, lets lapse what nobody answered. Safe to run
    twice at once.
    """
    return lapsing.open_due(), lapsing.warn(), lapsing.lapse()


@shared_task
def forget_ended_sessions():
    """Deletes the sessions that are over, with all that they hold; returns how many. Safe to run twice at
    once.
    """
    return sessions.forget_ended()
