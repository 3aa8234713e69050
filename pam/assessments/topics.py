"""A reason to look at a record: it was assessed again."""

from pam.access import visibility
from pam.access.visibility import Reader
from pam.assessments.models import Assessment
from pam.records.shared_topics import open_records
from pam.records.topics import LIMIT, Period, Topic, register_topic
from pam.ui.dates import long_date


def _assessed(reader: Reader, period: Period) -> dict[int, str]:
    rows = visibility.visible_to(reader, Assessment).filter(completed_at__gt=period.since)
    rows = rows.filter(record__in=open_records(reader, period)).select_related("framework_version__framework")
    found: dict[int, str] = {}
    for one in rows.order_by("-completed_at", "-pk")[:LIMIT]:
        name = one.framework_version.framework.name
        found.setdefault(one.record_id, f"{name} on {long_date(one.completed_at)}")
    return found


register_topic(Topic("assessed-records", "Records that were scored or assessed", _assessed))
