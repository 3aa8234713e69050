"""The access review: a manager confirms or takes out who is in the team, and ends shares that should not
continue.
"""

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.models import Membership
from pam.access.validation import require_text, save_valid
from pam.access.visibility import Reader
from pam.accounts.models import TeamReview
from pam.accounts.selectors.team_reviews import members_of, review_fingerprint, shares_of
from pam.audit.services import Verb, log


@transaction.atomic
def confirm(*, actor: Reader, review: TeamReview, fingerprint: str) -> TeamReview:
    """Says that who is in the team and what is shared may stay. Raises PermissionDenied, or Refused if either
    changed.
    """
    row = _claim(actor, review)
    if review_fingerprint(row.team) != fingerprint:
        raise Refused(
            "The team’s people or shares have changed since you opened this page. Check again, then confirm.",
            code="changed",
        )
    row.people, row.shares = members_of(row.team).count(), shares_of(row.team).count()
    row.answered_at, row.answered_by_id = timezone.now(), actor.membership_id
    save_valid(row, update_fields=["answered_at", "answered_by", "people", "shares"])
    log(
        actor,
        Verb.ALTERATION,
        "confirm team",
        detail=f"{row.team.name}: {row.people} people, {row.shares} shares",
    )
    return row


@transaction.atomic
def take_out(*, actor: Reader, review: TeamReview, membership: Membership, reason: str) -> None:
    """Takes a person out of the team at once. Raises PermissionDenied, or Refused: for oneself, or if they
    went already.
    """
    reason = require_text(reason, "Say why.", field="reason")
    row = _claim(actor, review)
    if membership.pk == actor.membership_id:
        raise Refused(
            "You manage this team. Ask an administrator to choose another manager first.",
            code="own_membership",
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pam_take_out(%s, %s)", [row.team_id, membership.pk])
        if not cursor.fetchone()[0]:
            raise Refused("They are no longer in the team.", code="not_in_team")
    log(
        actor,
        Verb.ALTERATION,
        "take out of team",
        detail=f"{membership.user.name}: {row.team.name}",
        reason=reason,
    )


def _claim(actor, review):
    """The waiting review, locked. Raises PermissionDenied if the actor does not manage the team, Refused if
    it waits no more.
    """
    rows = TeamReview.objects.select_for_update(of=("self",)).filter(
        pk=review.pk, answered_at=None, lapsed_at=None
    )
    row = rows.select_related("team").first()
    if row is None:
        raise Refused("This review is closed.", code="no_longer_waiting")
    if row.team.manager_id != actor.membership_id:
        raise PermissionDenied
    return row
