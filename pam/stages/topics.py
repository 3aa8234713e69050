"""A reason to look at a record: it moved to another stage, or a move waits for approval."""

from pam.access import visibility
from pam.access.visibility import Reader
from pam.records.shared_topics import open_records
from pam.records.topics import LIMIT, Period, Topic, register_topic
from pam.stages.models import Move


def _moved(reader: Reader, period: Period) -> dict[int, str]:
    """The records with a move made since, or asked for and not decided; a closed one too if a move did it."""
    rows = visibility.visible_to(reader, Move).filter(state__in=(Move.State.ASKED, Move.State.MADE))
    rows = rows.filter(created__gt=period.since).exclude(from_code="")
    if period.kinds:
        rows = rows.filter(record__kind__in=period.kinds)
    found: dict[int, str] = {}
    for move in rows.filter(record__in=open_records(reader, period)).order_by("-pk")[:LIMIT]:
        waits = ", waits for approval" if move.waits else ""
        found.setdefault(move.record_id, f"{move.label}: {move.from_label} to {move.to_label}{waits}")
    return found


register_topic(Topic("moved-records", "Records that moved to another stage", _moved))
