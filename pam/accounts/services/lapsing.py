"""The clock of the access review, as the owner role: opening what is due, warning, and letting lapse."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from pam.access.models import Membership, Team
from pam.access.validation import save_valid
from pam.accounts.models import TeamReview
from pam.accounts.selectors.team_reviews import members_of, shares_of
from pam.audit.services import Verb, log
from pam.notifications.services import enqueue
from pam.reference.selectors.settings import before_by_agency

LIMIT = 500


def open_due(now: datetime | None = None) -> int:
    """Opens the reviews of teams with people whose last one was opened long enough ago, or never; returns how
    many.
    """
    now = now or timezone.now()
    of_team = TeamReview.objects.filter(team=OuterRef("pk"))
    long_ago = before_by_agency("accounts.review_days", now, "opened_at", "team__agency")
    rows = Team.objects.filter(
        ~Exists(of_team.exclude(long_ago)),
        ~Exists(of_team.filter(answered_at=None, lapsed_at=None)),
    )
    rows = rows.filter(Exists(Membership.objects.live().filter(teams=OuterRef("pk"))))
    TeamReview.objects.bulk_create(
        [TeamReview(team=team, opened_at=now) for team in rows[:LIMIT]], ignore_conflicts=True
    )
    opened = TeamReview.objects.filter(opened_at=now, answered_at=None).select_related("team")
    for review in opened:
        enqueue("review_due", review.uuid, _manager(review) or administrators_of(review.team))
    return len(opened)


def warn(now: datetime | None = None) -> int:
    """Tells managers and administrators of reviews that have waited too long; returns how many."""
    now = now or timezone.now()
    late = before_by_agency("accounts.review_warning_days", now, "opened_at", "team__agency")
    rows = TeamReview.objects.filter(late, answered_at=None, lapsed_at=None, warned_at=None)
    done = 0
    for review in rows.select_related("team")[:LIMIT]:
        if TeamReview.objects.filter(pk=review.pk, warned_at=None, answered_at=None).update(warned_at=now):
            enqueue("review_late", review.uuid, [*_manager(review), *administrators_of(review.team)])
            done += 1
    return done


def lapse(now: datetime | None = None) -> int:
    """Takes away what nobody confirmed after the grace period; returns how many reviews lapsed.

    Only after the warning, and only where there is a manager in force who could have answered: they stay in
    the team, so that its records are never left without anyone.
    """
    now = now or timezone.now()
    lapsed = before_by_agency("accounts.review_lapse_days", now, "opened_at", "team__agency")
    rows = TeamReview.objects.filter(lapsed, answered_at=None, lapsed_at=None, warned_at__lt=now)
    return sum(_lapse(pk, now) for pk in rows.values_list("pk", flat=True)[:LIMIT])


@transaction.atomic
def _lapse(pk, now):
    rows = TeamReview.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        pk=pk, answered_at=None, lapsed_at=None
    )
    review = rows.select_related("team").first()
    manager = _manager(review) if review else []
    if not manager:
        return 0
    people = list(members_of(review.team).exclude(pk=review.team.manager_id))
    for person in people:
        person.teams.remove(review.team)
        Membership.objects.filter(pk=person.pk).update(version=F("version") + 1)
        log(
            None,
            Verb.ALTERATION,
            "take out of team",
            detail=f"{person.user.name}: {review.team.name}",
            reason="Review not answered",
        )
    shares = list(shares_of(review.team).select_related("content_object"))
    for grant in shares:
        grant._change_reason = "Review of the team not answered"
        record = grant.content_object
        grant.delete()
        log(
            None,
            Verb.ALTERATION,
            "revoke share",
            [record.pk],
            detail=record.reference,
            reason="Review not answered",
        )
    review.lapsed_at, review.people, review.shares = now, len(people), len(shares)
    save_valid(review, update_fields=["lapsed_at", "people", "shares"])
    enqueue("review_lapsed", review.uuid, [*manager, *administrators_of(review.team)])
    return 1


def administrators_of(team: Team) -> list[Membership]:
    """The live administrators of the team's agency."""
    return list(Membership.objects.live().filter(agency_id=team.agency_id, roles__contains=["administrator"]))


def _manager(review):
    return list(Membership.objects.live().filter(pk=review.team.manager_id))
