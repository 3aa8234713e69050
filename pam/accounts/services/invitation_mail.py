"""The mails of invitations. Run as the owner role, which alone may keep the hash of a link's token."""

import hashlib
import secrets
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from pam.accounts.models import Invitation
from pam.notifications.letters import address
from pam.notifications.models import Delivery
from pam.ui.dates import long_date

SUBJECT = "You are invited to pam"
BODY = """Hello {name}

{agency} invites you to work with them in pam. Open this link to begin:

{address}

The link works once, until {end}. If you did not expect this email, ignore it. The link will expire.
"""


def hash_of(token: str) -> str:
    """What is kept of a link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def occasion_of(invitation: Invitation) -> str:
    """What tells one sending of an invitation from the next: when its link ends."""
    return invitation.expires_at.isoformat()


def compose(delivery: Delivery) -> tuple[str, str, str] | None:
    """(address, subject, body) with a new link, whose token's hash alone is kept; None if it is not owed."""
    row = _open().filter(uuid=delivery.about).select_related("agency").first()
    if row is None or occasion_of(row) != delivery.occasion:
        return None
    token = secrets.token_urlsafe(32)
    if not _open().filter(pk=row.pk).update(token_hash=hash_of(token)):
        return None
    body = BODY.format(
        name=row.name,
        agency=row.agency.name,
        address=address(reverse("accounts:accept", args=[token])),
        end=long_date(timezone.localdate(row.expires_at)),
    )
    return row.email, SUBJECT, body


def _open():
    return Invitation.objects.filter(withdrawn_at=None, accepted_at=None, expires_at__gt=timezone.now())


def after_sending(delivery: Delivery) -> None:
    """Says on the invitation that its mail went out."""
    if delivery.dropped_at is None:
        Invitation.objects.filter(uuid=delivery.about).update(sent_at=timezone.now())


def addressee(about: UUID) -> str:
    """Who is invited, for an administrator of the agency that invites."""
    row = Invitation.objects.filter(uuid=about).first()
    return f"{row.name}, {row.email}" if row else ""
