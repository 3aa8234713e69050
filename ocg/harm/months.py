"""Harm per month before and after each disruption of a group: what the ledger shows, and no more."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from ocg.harm.lists import MONTHS
from ocg.models import Disruption, HarmEvent
from pam.access import visibility
from pam.access.visibility import Reader
from pam.records.models import Record
from pam.reference.selectors.settings import setting

SHOWN = 24  # months of the chart, at most
MOST_DISRUPTIONS = 20
FEW_EVENTS = 5  # fewer before and after together are too few to compare
Month = tuple[int, int]


@dataclass(frozen=True)
class Beside:
    """One disruption with the events before and after it: how many, in how many whole months that are known.
    `before` and `after` are None where no whole month is known.
    """

    on: date
    what: str
    uuid: object
    before: int | None
    months_before: int
    after: int | None
    months_after: int

    @property
    def words(self) -> str:
        """ "6 a month in the 3 months before, 2 a month in the 3 months after." """
        if self.after is None:
            return "Too early to say: no whole month has passed since."
        if self.before is None:
            return "Nothing to compare with: the ledger does not go back before it."
        said = (
            f"{_rate(self.before, self.months_before)} before, {_rate(self.after, self.months_after)} after."
        )
        if self.before + self.after < FEW_EVENTS:
            return f"{said} Too few events to say more."
        return said


def _rate(events, months):
    figure = f"{events / months:.1f}".removesuffix(".0")
    return f"{figure} a month in the {'month' if months == 1 else f'{months} months'}"


@dataclass(frozen=True)
class Ledger:
    """Events per month of a group: `months` are [(first day, events)] without gaps, the earliest first;
    `beside` one `Beside` for each disruption, the latest first; `not_in_months` how many events are known by
    their year alone; `window` the months that are compared.
    """

    months: list[tuple[date, int]]
    beside: list[Beside]
    not_in_months: int
    total: int
    window: int


def by_month(reader: Reader, record: Record, today: date | None = None) -> Ledger:
    """The `Ledger` of a group as the reader may see it. Two queries besides the setting."""
    today = today or timezone.localdate()
    window = setting(MONTHS, record.agency_id)
    events = list(
        visibility.visible_to(reader, HarmEvent)
        .filter(record_id=record.pk, taken_out="")
        .only("happened", "on", "record_id")
    )
    counts = Counter(_month(row.on) for row in events if row.in_a_month)
    first = min(counts, default=None)
    rows = visibility.visible_to(reader, Disruption).filter(record_id=record.pk)
    rows = rows.exclude(state=Disruption.State.RETURNED).order_by("-on", "-pk")
    disruptions = list(rows.only("on", "what", "uuid", "record_id")[:MOST_DISRUPTIONS])
    now = _month(today)
    months = []
    if first:
        begin = max(first, _later(now, 1 - SHOWN))
        while begin <= now:
            months.append((date(*begin, 1), counts[begin]))
            begin = _later(begin, 1)
    return Ledger(
        months=months,
        beside=[_beside(row, counts, first, now, window) for row in disruptions] if first else [],
        not_in_months=sum(not row.in_a_month for row in events),
        total=len(events),
        window=window,
    )


def _beside(row, counts, first, now, window):
    """Whole months alone: neither that of the disruption nor the current one is counted."""
    own = _month(row.on)
    before = [month for n in range(1, window + 1) if (month := _later(own, -n)) >= first]
    after = [month for n in range(1, window + 1) if (month := _later(own, n)) < now]
    return Beside(
        on=row.on,
        what=row.what,
        uuid=row.uuid,
        before=sum(counts[month] for month in before) if before else None,
        months_before=len(before),
        after=sum(counts[month] for month in after) if after else None,
        months_after=len(after),
    )


def _month(day) -> Month:
    return day.year, day.month


def _later(month: Month, by: int) -> Month:
    number = month[0] * 12 + month[1] - 1 + by
    return number // 12, number % 12 + 1
