"""Releases: an event in the life of a group, and of a principal a reason to score it again."""

from collections.abc import Collection
from datetime import date

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from ocg.members.lists import ROLES
from ocg.members.selectors import is_exploited
from ocg.models import MemberStatus
from pam.access import visibility
from pam.access.visibility import Reader
from pam.reference.selectors.lists import terms

OUT = (MemberStatus.State.LICENCE, MemberStatus.State.AT_LARGE, MemberStatus.State.BAIL)


def _releases(reader: Reader, numbers: Collection[int]) -> QuerySet[MemberStatus]:
    """The statuses of members out of custody whose last one before was in it."""
    rows = visibility.visible_to(reader, MemberStatus).filter(struck_at=None, member__removed_at=None)
    before = rows.filter(
        Q(since__lt=OuterRef("since")) | Q(since=OuterRef("since"), pk__lt=OuterRef("pk")),
        member_id=OuterRef("member_id"),
    )
    last = Subquery(before.order_by("-since", "-pk").values("state")[:1])
    return (
        rows.filter(record_id__in=numbers, state__in=OUT)
        .alias(last=last)
        .filter(last__in=MemberStatus.INSIDE)
    )


def released_since(reader: Reader, numbers: Collection[int]) -> dict[int, date]:
    """{record number: the latest day on which a member with the first role of the list came out of custody},
    as far as the reader sees their statuses. One query.
    """
    first = [term.pk for term in terms(ROLES) if term.order == 0]
    out = _releases(reader, numbers).filter(member__role__in=first)
    return dict(out.order_by().values_list("record_id").annotate(last=Max("since")))


def releases_in(reader: Reader, number: int, most: int) -> list[tuple[date, str]]:
    """[(day, "Released: Al Reed")] of the members of one group, the latest first. One query."""
    rows = _releases(reader, [number]).select_related("member__subject").order_by("-since", "-pk")[:most]
    own = [row for row in rows if not is_exploited(row.member)]
    return [(row.since, f"Released: {row.member.subject.name}") for row in own]
