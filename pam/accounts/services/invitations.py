"""Inviting people to act for an agency, as verbs; and accepting, by the person who holds the link.

The database asks too: it takes an invitation only from a person who administers the agency at that moment,
and makes person and membership by itself (pam_accept_invitation), once for each link.
"""

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.models import Membership, Team
from pam.access.validation import require_text, save_valid
from pam.access.visibility import Reader
from pam.accounts.mail_domains import KEY as DOMAINS
from pam.accounts.mail_domains import domains_in, may_be_invited
from pam.accounts.models import Invitation
from pam.accounts.selectors.invitations import waiting_of
from pam.accounts.selectors.people import require_administrator
from pam.accounts.services.administration import require_clearance
from pam.accounts.services.invitation_mail import occasion_of
from pam.accounts.services.membership_requests import require_compatible
from pam.audit.services import Verb, log
from pam.db.request_id import current_request_id
from pam.notifications.services import enqueue_letter
from pam.reference.selectors.settings import setting


@transaction.atomic
def invite(
    *,
    actor: Reader,
    name: str,
    email: str,
    post: str,
    roles: Collection[str],
    clearance: int,
    teams: Iterable[Team],
) -> Invitation:
    """Asks a person to act for `actor`'s agency; the system worker mails the link. Returns the Invitation.

    Once they accept, their teams, and roles that need a second person, are requests that wait for others
    (`MembershipRequest`).

    Raises PermissionDenied if the actor is not an administrator; Refused for an address that acts for this
    agency or is invited by it already (whether another agency knows it is never said), for one outside of the
    agency's mail domains, for teams of another agency, for roles that exclude each other, and for more
    clearance than the administrator has.
    """
    require_administrator(actor)
    require_text(email, "Enter an e-mail address.", field="email")
    email = email.strip().lower()
    if not may_be_invited(email, actor.agency_id):
        allowed = ", ".join(domains_in(setting(DOMAINS, actor.agency_id)))
        raise Refused(
            f"Your agency invites only people with an address at {allowed}.",
            code="mail_domain",
            field="email",
        )
    require_compatible(roles, actor.agency_id)
    require_clearance(actor, clearance)
    if any(team.agency_id != actor.agency_id for team in teams):
        raise Refused("Choose teams from your own agency.", code="not_own_agency", field="teams")
    member = (
        Membership.objects.filter(agency_id=actor.agency_id, user__email=email).select_related("user").first()
    )
    if member is not None:
        how = "" if member.state == "Active" else f" ({member.state.lower()}): restore access on their page"
        raise Refused(
            f"{member.user.name} already works with your agency{how}.", code="already_member", field="email"
        )
    row = Invitation(
        agency_id=actor.agency_id,
        invited_by_id=actor.membership_id,
        name=name.strip(),
        email=email,
        post=post.strip(),
        roles=sorted(roles),
        clearance=clearance,
        teams=sorted(team.pk for team in teams),
        expires_at=_end(actor),
    )
    try:
        with transaction.atomic():
            save_valid(row)
    except IntegrityError:
        raise Refused(
            "You have already invited this address. Send that invitation again or withdraw it.",
            code="already_invited",
            field="email",
        ) from None
    _owe_mail(row)
    log(actor, Verb.COLLECTION, "invite person", detail=row.name)
    return row


def _owe_mail(row):
    enqueue_letter("invitation", row.uuid, agency_id=row.agency_id, occasion=occasion_of(row))


def works_for_days(actor: Reader) -> int:
    """For how many days a link that `actor` sends works."""
    return setting("accounts.invitation_days", actor.agency_id)


def _end(actor):
    return timezone.now() + timedelta(days=works_for_days(actor))


@transaction.atomic
def resend(*, actor: Reader, invitation: Invitation) -> Invitation:
    """Owes the mail again, with a new link and a new end; the old link stops when it goes out. Raises as
    `withdraw`.
    """
    row = _claim(actor, invitation)
    row.sent_at, row.expires_at = None, _end(actor)
    save_valid(row, update_fields=["sent_at", "expires_at"])
    _owe_mail(row)
    log(actor, Verb.ALTERATION, "resend invitation", detail=row.name)
    return row


@transaction.atomic
def withdraw(*, actor: Reader, invitation: Invitation) -> Invitation:
    """Stops an invitation's link at once. Raises PermissionDenied, or Refused if a person accepted it
    meanwhile.
    """
    row = _claim(actor, invitation)
    row.withdrawn_at = timezone.now()
    save_valid(row, update_fields=["withdrawn_at"])
    log(actor, Verb.ALTERATION, "withdraw invitation", detail=row.name)
    return row


def _claim(actor, invitation):
    """The waiting row, locked. Raises Refused if it waits no more."""
    row = waiting_of(actor).select_related(None).select_for_update().filter(pk=invitation.pk).first()
    if row is None:
        raise Refused("This invitation has already been accepted or withdrawn.", code="no_longer_waiting")
    return row


# --- For the person who holds the link
# -----------------------------------------------------------------------


def accept(token: str, *, password: str | None = None, address: str = "") -> int | None:
    """Makes the membership that a link offers; returns its number, or None if the link works no more.

    With `password` (checked by the form) the person is new; without, an account with the address must be
    there.
    """
    with connection.cursor() as cursor:
        kept = make_password(password) if password else None
        cursor.execute(
            "SELECT pam_accept_invitation(%s, %s, %s, %s)",
            [token, kept, address or None, current_request_id()],
        )
        return cursor.fetchone()[0]
