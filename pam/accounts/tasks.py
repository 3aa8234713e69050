"""The jobs behind invitations, departures and reviews. Celery beat starts them in the system queue, which
connects as the owner role.
"""

from celery import shared_task

from pam.accounts.services import handing_over, invitation_mail, lapsing, passwords


@shared_task
def invite():
    """Mails the invitations that wait; returns how many went out. Safe to run twice at once."""
    return sum(invitation_mail.send(pk) for pk in invitation_mail.waiting())


@shared_task
def mail_password_links():
    """Mails the links for a new password that were asked for; returns how many went out. Safe to run twice at
    once.
    """
    return sum(passwords.send(pk) for pk in passwords.waiting())


@shared_task
def hand_over():
    """Hands over what those led who have left; returns how many things changed hands. Safe to run twice at
    once.
    """
    return sum(handing_over.hand_over(pk) for pk in handing_over.due())


@shared_task
def review():
    """Opens the reviews that are due, warns of those that wait, lets lapse what nobody answered. Safe to run
    twice at once.
    """
    return lapsing.open_due(), lapsing.warn(), lapsing.lapse()
