"""The release of a principal as a reason to score a group again."""

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, Max, OuterRef, Q

from ocg.members.lists import ROLES
from ocg.models import MemberStatus
from pam.access import visibility
from pam.access.visibility import Reader
from pam.reference.selectors.lists import terms

OUT = (MemberStatus.State.LICENCE, MemberStatus.State.AT_LARGE, MemberStatus.State.BAIL)


def released_since(reader: Reader, numbers: Collection[int]) -> dict[int, date]:
    """{record number: the latest day on which a member with the first role of the list came out of custody},
    as far as the reader sees their statuses. One query.
    """
    first = [term.pk for term in terms(ROLES) if term.order == 0]
    rows = visibility.visible_to(reader, MemberStatus).filter(struck_at=None, member__removed_at=None)
    inside = rows.filter(
        Q(since__lt=OuterRef("since")) | Q(since=OuterRef("since"), pk__lt=OuterRef("pk")),
        member_id=OuterRef("member_id"),
        state__in=MemberStatus.INSIDE,
    )
    out = rows.filter(record_id__in=numbers, member__role__in=first, state__in=OUT).filter(Exists(inside))
    return dict(out.order_by().values_list("record_id").annotate(last=Max("since")))
