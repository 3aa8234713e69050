"""What a screen in a room says of a group: tier, score, the plan by strand, what changed since last time."""

from collections.abc import Iterator
from datetime import datetime

from ocg.models import Ocg, Score
from ocg.plan.selectors.changes import changes_since
from ocg.plan.selectors.tactics import counts_of, strands_of
from pam.access import visibility
from pam.access.visibility import Reader
from pam.records.known import KnownLine
from pam.records.models import Record

SCORES = 8  # the latest, for the line that is drawn
CHANGES = 6


def known(reader: Reader, record: Record, since: datetime | None) -> Iterator[KnownLine]:
    """The lines of a group, as far as `reader` sees."""
    group = visibility.visible_to(reader, Ocg).select_related("tier").filter(pk=record.pk).first()
    if group is None:
        return
    yield KnownLine("Tier", group.tier.label)
    rows = visibility.visible_to(reader, Score).filter(record_id=record.pk).order_by("-on", "-pk")
    points = [row.threat + row.risk + row.harm for row in rows[:SCORES]][::-1]
    if points:
        yield KnownLine("Score", _trend(points), tuple(points))
    for label, count in counts_of(strands_of(reader, record)).items():
        yield KnownLine(label, _strand(**count))
    if since is not None:
        for change in changes_since(reader, group, since)[:CHANGES]:
            yield KnownLine("Since last time", ". ".join(filter(None, [change.title, change.state])))


def _trend(points):
    """The score of 300, and how it moved."""
    if len(points) == 1:
        return f"{points[0]} of 300"
    moved = points[-1] - points[-2]
    words = f"up {moved}" if moved > 0 else f"down {-moved}" if moved else "as before"
    return f"{points[-1]} of 300, {words}"


def _strand(done, open, overdue):
    whole = done + open + overdue
    if not whole:
        return "No actions"
    return f"{done} of {whole} done" + (f", {overdue} overdue" if overdue else "")
