"""What the review of a plan shows of members: where they are now, and who was taken out."""

from collections.abc import Iterable
from datetime import datetime

from ocg.members.models import Member, MemberStatus
from ocg.models import Ocg
from ocg.plan.selectors.changes import MOST, Change, register_changes
from pam.access import visibility
from pam.access.visibility import Reader
from pam.ui.dates import long_date


def _statuses(reader: Reader, ocg: Ocg, since: datetime) -> Iterable[Change]:
    rows = visibility.visible_to(reader, MemberStatus).filter(
        record_id=ocg.pk, created__gte=since, struck_at=None, member__removed_at=None
    )
    for row in rows.select_related("member__subject").order_by("pk")[:MOST]:
        name = row.member.subject.name
        yield Change(
            "subject",
            row.member.uuid,
            f"{name}: since {long_date(row.since)}"[:300],
            row.get_state_display(),
            row.establishment,
            row.agencies,
        )


def _removed(reader: Reader, ocg: Ocg, since: datetime) -> Iterable[Change]:
    rows = visibility.visible_to(reader, Member).filter(record_id=ocg.pk, removed_at__gte=since)
    for row in rows.select_related("subject").order_by("pk")[:MOST]:
        yield Change("subject", row.uuid, row.subject.name[:300], "Taken out as a mistake", "", row.agencies)


register_changes(_statuses)
register_changes(_removed)
