"""Leaving an agency, as its administrators decide it. They see numbers; the system worker does the rest."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.models import Membership
from pam.access.validation import save_valid
from pam.access.visibility import Reader
from pam.accounts.models import Departure
from pam.accounts.services import administration
from pam.ui.dates import LONDON


def end_of(day: date) -> datetime:
    """The moment at which the London day `day` is over."""
    return datetime.combine(day + timedelta(days=1), time.min, LONDON)


@transaction.atomic
def leave(
    *,
    actor: Reader,
    membership: Membership,
    version: int,
    day: date | None,
    reason: str,
    teams: Mapping[int, Membership],
    managers: Mapping[int, Membership],
    actions: Membership | None,
) -> Departure:
    """Ends a membership now (`day` None) or when `day` is over, and says who takes over. Returns the
    Departure.

    `teams` and `managers` are {team number: Membership}, `actions` a Membership or None. Raises
    PermissionDenied, Stale, or Refused: for oneself, a day that is over, or if they are leaving already.
    """
    ends_at = end_of(day) if day else timezone.now()
    row = administration.end(
        actor=actor, membership=membership, version=version, ends_at=ends_at, reason=reason
    )
    departure = Departure(
        agency_id=actor.agency_id,
        membership=row,
        asked_by_id=actor.membership_id,
        reason=reason.strip(),
        ends_at=ends_at,
        heirs={
            "teams": {str(team): heir.pk for team, heir in teams.items() if heir},
            "managers": {str(team): heir.pk for team, heir in managers.items() if heir},
            "actions": actions.pk if actions else None,
        },
    )
    try:
        with transaction.atomic():
            save_valid(departure)
    except IntegrityError:
        raise Refused("They are leaving already.", code="already_leaving") from None
    return departure


@transaction.atomic
def cancel_departure(*, actor: Reader, membership: Membership, version: int) -> None:
    """Takes a departure back whose day is still to come. Raises PermissionDenied, Stale or Refused."""
    administration.keep(actor=actor, membership=membership, version=version)
    Departure.objects.filter(membership=membership, done_at=None, cancelled_at=None).update(
        cancelled_at=timezone.now()
    )
