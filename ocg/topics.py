"""Reasons to look at a group: it was scored or moved, a member is released soon, a disruption waits."""

from ocg.members.models import MemberStatus
from ocg.members.selectors import current_statuses
from ocg.models import Disruption
from pam.access import visibility
from pam.access.visibility import Reader
from pam.records.shared_topics import open_records
from pam.records.topics import LIMIT, Period, Topic, find_records, register_topic
from pam.ui.dates import long_date


def _scored_or_moved(reader: Reader, period: Period) -> dict[int, str]:
    found = find_records(reader, "assessed-records", period)
    for number, why in find_records(reader, "moved-records", period).items():
        found[number] = f"{found[number]}. {why}" if number in found else why
    return found


def _releases(reader: Reader, period: Period) -> dict[int, str]:
    rows = current_statuses(reader).filter(
        state=MemberStatus.State.SERVING,
        release_on__gte=period.since.date(),
        release_on__lte=period.until,
        record__in=open_records(reader, period),
    )
    found: dict[int, str] = {}
    for number, day in rows.order_by("release_on", "pk").values_list("record_id", "release_on")[:LIMIT]:
        found.setdefault(number, f"Release of a member on {long_date(day)}")
    return found


def _disruptions(reader: Reader, period: Period) -> dict[int, str]:
    rows = visibility.visible_to(reader, Disruption).filter(state=Disruption.State.SUBMITTED)
    rows = rows.filter(record__in=open_records(reader, period)).order_by("submitted_at", "pk")
    counts: dict[int, int] = {}
    for number in rows.values_list("record_id", flat=True)[:500]:
        counts[number] = counts.get(number, 0) + 1
    return {
        number: "1 disruption to assess" if n == 1 else f"{n} disruptions to assess"
        for number, n in counts.items()
    }


register_topic(Topic("scored-or-moved", "Groups that were scored or moved", _scored_or_moved))
register_topic(Topic("releases", "Groups with a release ahead", _releases))
register_topic(Topic("disruptions", "Groups with disruptions to assess", _disruptions))
