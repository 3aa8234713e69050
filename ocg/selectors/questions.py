"""What is not known of a group, and what comes next: the last two questions of its page and its profile."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from ocg.members.releases import releases
from ocg.members.selectors import current_statuses
from ocg.models import MemberStatus, Ocg, PlanGap
from pam.access import visibility
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.clocks.selectors import running_clocks
from pam.orders.selectors import in_force_in

FEW = 6  # of each kind on the group's own page
SOON = timedelta(days=180)  # how far ahead releases and ends of orders are shown, as on their lists


@dataclass(frozen=True)
class Line:
    """One thing that is not known, or that comes: `kind` ("Release", "Gap"), words, a day if it has one, and
    the address of its page.
    """

    kind: str
    words: str
    on: date | None
    href: str


def unknown_of(reader: Reader, ocg: Ocg, limit: int = FEW) -> list[Line]:
    """The open intelligence gaps of the plan, by day, then the members whose status is not known. Two
    queries.
    """
    gaps = visibility.visible_to(reader, PlanGap).filter(record_id=ocg.pk, removed_at=None, answered_on=None)
    found = [
        Line("Gap", row.question, row.due, reverse("ocg:plan", args=[ocg.uuid]))
        for row in gaps.order_by("due", "pk")[:limit]
    ]
    missing = current_statuses(reader, ocg).filter(state=MemberStatus.State.NOT_KNOWN)
    found += [
        Line(
            "Status",
            f"Where {row.member.subject.name} is",
            None,
            reverse("ocg:member", args=[row.member.uuid]),
        )
        for row in missing.select_related("member__subject").order_by("pk")[:limit]
    ]
    return found


def next_of(reader: Reader, ocg: Ocg, limit: int = FEW) -> list[Line]:
    """The next review, releases, ends of orders, clocks and open actions of a group that the reader sees, the
    soonest first. Four queries.
    """
    today = timezone.localdate()
    found = [Line("Review", "Review of the group", ocg.next_review, ocg.get_absolute_url())]
    coming = releases(reader).filter(record_id=ocg.pk, release_on__gte=today, release_on__lte=today + SOON)
    found += [
        Line(
            "Release", row.member.subject.name, row.release_on, reverse("ocg:member", args=[row.member.uuid])
        )
        for row in coming.select_related("member__subject").order_by("release_on", "pk")[:limit]
    ]
    found += [
        Line(
            "Order ends",
            f"{row.kind.label}: {row.subject.name}",
            row.end,
            reverse("orders:detail", args=[row.uuid]),
        )
        for row in in_force_in(reader, ocg, limit)
        if row.end and row.end <= today + SOON
    ]
    found += [
        Line("Clock", str(row), timezone.localdate(row.due), reverse("clocks:detail", args=[row.uuid]))
        for row in running_clocks(reader, ocg)[:limit]
    ]
    actions = visibility.visible_to(reader, Action).filter(
        Q(due__isnull=False), record_id=ocg.pk, status=Action.Status.OPEN
    )
    found += [
        Line("Action", row.title, row.due, reverse("actions:detail", args=[row.uuid]))
        for row in actions.order_by("due", "pk")[:limit]
    ]
    dated = [line for line in found if line.on]
    return sorted(dated, key=lambda line: (line.on, line.kind, line.words))
