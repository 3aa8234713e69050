"""What a review of a plan asks and shows."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.http import Http404
from django.utils import timezone

from ocg.models import Ocg, Plan, PlanGap, PlanObjective, PlanReview, PlanReviewLine
from ocg.plan.lists import REVIEW_MONTHS
from ocg.plan.selectors.changes import Change, changes_since
from ocg.plan.selectors.plan import objectives_of, of_plan, said_of_strands
from ocg.plan.selectors.tactics import Strand, actions_of, strands_of
from pam.access import visibility
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.reference.selectors.lists import offered_values
from pam.reference.selectors.settings import setting


@dataclass(frozen=True)
class ReviewQuestions:
    """What a review asks of the lead: each objective, each overdue action that they may change, each strand
    with nothing in it (with what was said of it before), each open gap; and what changed `since`.
    """

    since: datetime
    changes: list[Change]
    objectives: list[PlanObjective]
    overdue: list[Action]
    empty: list[Strand]
    gaps: list[PlanGap]
    next_review: date

    @property
    def partners(self) -> list[Change]:
        """What other agencies did."""
        return [one for one in self.changes if one.partner]


def asked(reader: Reader, ocg: Ocg, plan: Plan) -> ReviewQuestions:
    """What the lead is asked now. A bounded number of queries."""
    last = visibility.visible_to(reader, PlanReview).filter(plan_id=plan.pk).order_by("-pk").first()
    since = last.created if last else plan.created
    late = actions_of(reader, ocg).filter(status=Action.Status.OPEN, due__lt=timezone.localdate())
    level = visibility.level(reader, ocg)
    rows = late.with_owner().order_by("due", "pk")[:MOST]
    why, _ = said_of_strands(reader, plan)
    gaps = of_plan(reader, PlanGap, plan).filter(answered_on=None).order_by("due", "pk")
    return ReviewQuestions(
        since=since,
        changes=changes_since(reader, ocg, since),
        objectives=objectives_of(reader, plan),
        overdue=[row for row in rows if visibility.may_change(reader, row, level)],
        empty=[strand for strand in strands_of(reader, ocg, why) if strand.is_empty],
        gaps=[row for row in gaps if visibility.may_change(reader, row, level)],
        next_review=months_later(timezone.localdate(), review_months(ocg)),
    )


MOST = 100  # overdue actions that one review asks about


def review_months(ocg: Ocg) -> int:
    """How many months lie between two reviews of a group, by the place of its tier in the list of tiers."""
    tiers = list(offered_values("ocg.tier", ocg.agency_id, ocg.tier_id).values_list("pk", flat=True))
    place = tiers.index(ocg.tier_id) if ocg.tier_id in tiers else len(REVIEW_MONTHS)
    return setting(REVIEW_MONTHS[min(place, len(REVIEW_MONTHS) - 1)], ocg.agency_id)


def months_later(day: date, months: int) -> date:
    """The same day of the month so many months later, or the last one of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def review(reader: Reader, uuid: UUID) -> PlanReview:
    """One review. Raises Http404 if it is hidden or absent."""
    rows = visibility.visible_to(reader, PlanReview).filter(uuid=uuid)
    row = rows.select_related("plan", "of_version", "author__user", "commented_by__user").first()
    if row is None:
        raise Http404
    return row


def sections_of(reader: Reader, row: PlanReview) -> list[tuple[str, list[PlanReviewLine]]]:
    """[(heading, lines)] of a review, in the order in which it was asked."""
    lines = list(visibility.visible_to(reader, PlanReviewLine).filter(review_id=row.pk).order_by("pk"))
    found = [(label, [line for line in lines if line.section == code]) for code, label in SECTIONS]
    return [(label, own) for label, own in found if own]


SECTIONS = PlanReviewLine.Section.choices
