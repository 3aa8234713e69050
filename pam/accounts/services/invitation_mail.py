"""The mails of invitations. Run as the owner role, which alone may keep the hash of a link's token."""

import hashlib
import secrets

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import timezone

from pam.accounts.models import Invitation
from pam.notifications import delivery
from pam.ui.dates import long_date

BODY = """Hello {name}

{agency} invites you to work with them in pam. Open this link to begin:

{address}

It works once, until {end}. If you did not expect this mail, do nothing: the link stops by itself.
"""


def hash_of(token):
    """What is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def waiting(now=None):
    """The numbers of the invitations whose mail may be sent now, oldest first."""
    now = now or timezone.now()
    return delivery.waiting(
        Invitation.objects.filter(withdrawn_at=None, accepted_at=None, expires_at__gt=now), now
    )


def send(pk):
    """Mails invitation `pk` with a new link, unless another process got there first; returns whether it went
    out.
    """
    token = secrets.token_urlsafe(32)
    free = Invitation.objects.filter(pk=pk, claimed_at=None, withdrawn_at=None, accepted_at=None)
    if not free.update(claimed_at=timezone.now(), token_hash=hash_of(token)):
        return False
    row = Invitation.objects.select_related("agency").get(pk=pk)
    return delivery.send_claimed(row, _message(row, token))


def _message(row, token):
    address = settings.PUBLIC_URL.rstrip("/") + reverse("accounts:accept", args=[token])
    body = BODY.format(
        name=row.name,
        agency=row.agency.name,
        address=address,
        end=long_date(timezone.localdate(row.expires_at)),
    )
    return EmailMessage(subject="You are invited to pam", body=body, to=[row.email])
