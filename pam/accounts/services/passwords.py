"""Links for a forgotten password: asked for by anybody on the web, made and mailed by the system worker.

The web process has no way to the mail server, and its answer must not take longer for an address that has an
account.
"""

from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from pam.access.models import User
from pam.accounts.models import PasswordLink
from pam.notifications import delivery

KEPT = timedelta(days=1)  # a mail that could not be sent by then is of no use any more


def ask(email):
    """Writes down that somebody asks for a link to `email`, whether or not anybody has that address."""
    with connection.cursor() as cursor:
        # No RETURNING: nobody on the web may read these rows.
        cursor.execute(
            (
                "INSERT INTO accounts_passwordlink (email, asked_at, failures, try_after) "
                "VALUES (%s, now(), 0, now())"
            ),
            [email],
        )


def waiting(now=None):
    """The numbers of the links that may be mailed now,
    oldest first; those that are too old are taken away.
    """
    now = now or timezone.now()
    PasswordLink.objects.filter(asked_at__lt=now - KEPT).delete()
    return delivery.waiting(PasswordLink.objects.all(), now)


def send(pk):
    """Mails the link that row `pk` asks for,
    if the address has an account; returns whether a mail went out.
    """
    if not PasswordLink.objects.filter(pk=pk, claimed_at=None).update(claimed_at=timezone.now()):
        return False
    row = PasswordLink.objects.get(pk=pk)
    went = [
        delivery.send_claimed(row, _message(user))
        for user in User.objects.filter(email=row.email.lower(), is_active=True)
    ]
    if any(went) or not went:
        row.delete()
    return any(went)


def _message(user):
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    address = settings.PUBLIC_URL.rstrip("/") + reverse("account_reset_password_from_key", kwargs=key)
    body = render_to_string("account/email/password_reset_key_message.txt", {"password_reset_url": address})
    subject = render_to_string("account/email/password_reset_key_subject.txt").strip()
    return EmailMessage(subject=subject, body=body, to=[user.email])
