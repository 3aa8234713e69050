"""Sums of disruptions over all groups of the reader's agency, as far as they see them: by quarter, level and
output; submitted beside agreed; and what each assessor said.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.db.models.functions import TruncQuarter
from django.utils import timezone

from ocg.disruptions.lists import ASSESSOR
from ocg.disruptions.selectors import Line, levels_used, output_sums, outputs_by
from ocg.models import Disruption, DisruptionAssessment
from pam.access import visibility
from pam.access.visibility import Reader

QUARTERS = 4  # that are shown
MONTHS = ("Jan to Mar", "Apr to Jun", "Jul to Sep", "Oct to Dec")


@dataclass(frozen=True)
class Quarter:
    """One quarter: its first day, and [(label, number claimed, number assessed as it)] by level; how many
    wait or were returned.
    """

    first: date
    levels: list[tuple[str, int, int]]
    open: int

    @property
    def name(self) -> str:
        """ "Oct to Dec 2026"."""
        return name_of(self.first)


def name_of(first: date) -> str:
    """What people call the quarter that begins on `first`."""
    return f"{MONTHS[(first.month - 1) // 3]} {first.year}"


def quarter_of(day: date) -> date:
    """The first day of the quarter that `day` is in."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def last_quarters(today: date | None = None) -> list[date]:
    """The first days of the last `QUARTERS` quarters, the current one first."""
    found = [quarter_of(today or timezone.localdate())]
    while len(found) < QUARTERS:
        found.append(quarter_of(found[-1] - timedelta(days=1)))
    return found


def disruptions_since(reader: Reader, first: date):
    """The disruptions of the groups of the reader's agency, from the day `first` on, that they may see."""
    rows = visibility.visible_to(reader, Disruption)
    return rows.filter(record__agency_id=reader.agency_id, on__gte=first)


def quarters(reader: Reader) -> list[Quarter]:
    """The last quarters, the current one first. One query."""
    firsts = last_quarters()
    rows = disruptions_since(reader, firsts[-1]).order_by().annotate(quarter=TruncQuarter("on"))
    counts = list(rows.values("quarter", "claimed_id", "level_id", "state").annotate(n=Count("pk")))
    used = {row["claimed_id"] for row in counts} | {row["level_id"] for row in counts}
    levels = levels_used(used)
    return [_quarter(first, [row for row in counts if row["quarter"] == first], levels) for first in firsts]


def _quarter(first, counts, levels):
    return Quarter(
        first,
        [
            (
                level.label,
                sum(row["n"] for row in counts if row["claimed_id"] == level.pk),
                sum(row["n"] for row in counts if row["level_id"] == level.pk),
            )
            for level in levels
        ],
        sum(row["n"] for row in counts if row["state"] not in Disruption.COUNTED),
    )


def outputs_by_quarter(reader: Reader) -> list[Line]:
    """[(label, [(quarter, figure), the current one first], figure of all)]. One query."""
    firsts = last_quarters()
    own = Q(record__agency_id=reader.agency_id, disruption__on__gte=firsts[-1])
    found = output_sums(reader, own, TruncQuarter("disruption__on"))
    return outputs_by(found, [(first, name_of(first)) for first in firsts])


@dataclass(frozen=True)
class Drift:
    """How often an assessor agreed, changed or returned."""

    name: str
    agreed: int
    changed: int
    returned: int

    @property
    def other(self) -> int:
        """How many of a hundred were not agreed as claimed."""
        return round(100 * (self.changed + self.returned) / (self.agreed + self.changed + self.returned))


def may_see_drift(reader: Reader) -> bool:
    """Whether the reader may compare assessors: those who assess, and supervisors."""
    return reader.has_role(ASSESSOR, "supervisor")


def drift(reader: Reader) -> list[Drift]:
    """What each assessor said in the last quarters, by name; none for those who may not compare them. One
    query.
    """
    if not may_see_drift(reader):
        return []
    rows = visibility.visible_to(reader, DisruptionAssessment)
    rows = rows.filter(record__agency_id=reader.agency_id, disruption__on__gte=last_quarters()[-1])
    counts = (
        rows.order_by()
        .values("author_id", "author__user__name")
        .annotate(
            **{one: Count("pk", filter=Q(outcome=one)) for one in ("agreed", "changed", "returned")},
        )
    )
    found = [
        Drift(row["author__user__name"], row["agreed"], row["changed"], row["returned"]) for row in counts
    ]
    return sorted(found, key=lambda one: one.name)
