"""Links for a forgotten password: asked for by anyone on the web, made and mailed by the system's jobs.

The web process has no way to the mail server, and its answer must not take longer for an address that has an
account.
"""

from datetime import datetime, timedelta
from uuid import uuid4

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.db import connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from pam.access.models import Membership, User
from pam.accounts.models import PasswordLink
from pam.notifications.letters import address
from pam.notifications.models import Delivery
from pam.notifications.selectors import not_yet_enqueued
from pam.notifications.services import LIMIT, enqueue_letter

KEPT = timedelta(days=1)  # a mail that could not be sent by then is of no more use


def ask(email: str) -> None:
    """Writes down that a person asks for a link to `email`, whether or not anyone has that address."""
    with connection.cursor() as cursor:
        # No RETURNING: nobody on the web may read these rows.
        cursor.execute(
            "INSERT INTO accounts_passwordlink (uuid, email, asked_at) VALUES (%s, %s, now())",
            [uuid4(), email],
        )


def enqueue_links(now: datetime | None = None) -> int:
    """Owes the links that were asked for; returns how many. Those of no account, and old ones, go."""
    now = now or timezone.now()
    PasswordLink.objects.filter(asked_at__lt=now - KEPT).delete()
    rows = list(PasswordLink.objects.filter(not_yet_enqueued("password_link")).order_by("pk")[:LIMIT])
    owed = 0
    for row in rows:
        user = _user_of(row)
        if user is None:
            row.delete()
            continue
        agency = Membership.objects.live().filter(user=user).values_list("agency_id", flat=True).first()
        enqueue_letter("password_link", row.uuid, agency_id=agency)
        owed += 1
    return owed


def _user_of(row):
    return User.objects.filter(email=row.email.lower(), is_active=True).first()


def compose(delivery: Delivery) -> tuple[str, str, str] | None:
    """(address, subject, body) with the link; None if nobody has the address or it is too old."""
    row = PasswordLink.objects.filter(uuid=delivery.about, asked_at__gt=timezone.now() - KEPT).first()
    user = _user_of(row) if row else None
    if user is None:
        return None
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    link = address(reverse("account_reset_password_from_key", kwargs=key))
    body = render_to_string("account/email/password_reset_key_message.txt", {"password_reset_url": link})
    subject = render_to_string("account/email/password_reset_key_subject.txt").strip()
    return user.email, subject, body


def after_sending(delivery: Delivery) -> None:
    """Keeps no address of the person who forgot their password."""
    PasswordLink.objects.filter(uuid=delivery.about).delete()
