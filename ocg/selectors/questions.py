"""What is not known of a group, and what comes next: the last two questions of its page and its profile."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.urls import reverse
from django.utils import timezone

from ocg.members.releases import releases
from ocg.members.selectors import current_statuses
from ocg.models import MemberStatus, Ocg, PlanGap
from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.clocks.selectors import first_running
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


def _kept(build):
    """{a limit: the first rows of what `build` asks for}: pages and profiles have one each."""
    return cache(lambda limit: RowsOf(lambda *asked: build(*asked)[:limit]))


@_kept
def _gaps(reader, number, today):
    rows = visibility.visible_to(reader, PlanGap).filter(record_id=number, removed_at=None, answered_on=None)
    return rows.order_by("due", "pk")


@_kept
def _missing(reader, number, today):
    rows = current_statuses(reader).filter(record_id=number, state=MemberStatus.State.NOT_KNOWN)
    return rows.select_related("member__subject").order_by("pk")


@_kept
def _releases(reader, number, today):
    rows = releases(reader).filter(record_id=number, release_on__gte=today)
    return rows.select_related("member__subject").order_by("release_on", "pk")


@_kept
def _actions(reader, number, today):
    rows = visibility.visible_to(reader, Action).filter(
        record_id=number, due__isnull=False, status=Action.Status.OPEN
    )
    return rows.order_by("due", "pk")


def unknown_of(reader: Reader, ocg: Ocg, limit: int = FEW) -> list[Line]:
    """The open intelligence gaps of the plan, by day, then the members whose status is not known. Two
    queries.
    """
    found = [
        Line("Gap", row.question, row.due, reverse("ocg:plan", args=[ocg.uuid]))
        for row in _gaps(limit)(reader, ocg.pk)
    ]
    found += [
        Line(
            "Status",
            f"Where {row.member.subject.name} is",
            None,
            reverse("ocg:member", args=[row.member.uuid]),
        )
        for row in _missing(limit)(reader, ocg.pk)
    ]
    return found


def next_of(reader: Reader, ocg: Ocg, limit: int = FEW) -> list[Line]:
    """The next review, releases, ends of orders, clocks and open actions of a group that the reader sees, the
    soonest first. Four queries.
    """
    today = timezone.localdate()
    found = [Line("Review", "Review of the group", ocg.next_review, ocg.get_absolute_url())]
    found += [
        Line(
            "Release", row.member.subject.name, row.release_on, reverse("ocg:member", args=[row.member.uuid])
        )
        for row in _releases(limit)(reader, ocg.pk)
        if row.release_on <= today + SOON
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
        for row in first_running(reader, ocg, limit)
    ]
    found += [
        Line("Action", row.title, row.due, reverse("actions:detail", args=[row.uuid]))
        for row in _actions(limit)(reader, ocg.pk)
    ]
    dated = [line for line in found if line.on]
    return sorted(dated, key=lambda line: (line.on, line.kind, line.words))
