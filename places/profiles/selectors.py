"""Reads of local profiles. Each starts at the gate."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.utils import timezone

from pam.access import visibility
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.records.models import Record
from pam.reference.selectors.settings import setting
from places.lists import FRESH
from places.models import AwarePartner, LocalProfile, ProfileSource, Recommendation
from places.selectors import in_words

MOST = 300  # rows of a kind on one page


def fresh_until(profile: LocalProfile) -> date | None:
    """The last day that a profile counts as up to date; None while it bears no date."""
    if profile.profile_on is None:
        return None
    return months_after(profile.profile_on, setting(FRESH, profile.agency_id))


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of its month where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def is_fresh(profile: LocalProfile, on: date | None = None) -> bool:
    """Whether a profile is up to date on a day (today)."""
    until = fresh_until(profile)
    return until is not None and (on or timezone.localdate()) <= until


def sources_of(reader: Reader, record: Record) -> list[ProfileSource]:
    """Whose data a profile was made of."""
    rows = visibility.visible_to(reader, ProfileSource).filter(record_id=record.pk, withdrawn=False)
    return list(rows.select_related("agency").order_by("received_on", "pk")[:MOST])


def aware_partners(reader: Reader, record: Record) -> list[AwarePartner]:
    """Which partners were told about a profile."""
    rows = visibility.visible_to(reader, AwarePartner).filter(record_id=record.pk, withdrawn=False)
    return list(rows.select_related("agency").order_by("told_on", "pk")[:MOST])


@dataclass(frozen=True)
class Traced:
    """A recommendation with its actions, as far as the reader sees them: how many, of these `done`, `late`,
    and how many ended without being done.
    """

    row: Recommendation
    actions: list[Action]

    @property
    def counted(self) -> list[Action]:
        """The actions that were not taken off the plan."""
        return [one for one in self.actions if one.status not in Action.OFF_PLAN]

    @property
    def done(self) -> int:
        """How many were done."""
        return sum(one.status == Action.Status.DONE for one in self.counted)

    @property
    def late(self) -> int:
        """How many are overdue."""
        return sum(one.overdue for one in self.counted)

    @property
    def ended(self) -> int:
        """How many were not possible or not done."""
        return sum(one.status in (Action.Status.IMPOSSIBLE, Action.Status.NOT_DONE) for one in self.counted)

    @property
    def state(self) -> str:
        """ "No actions yet", "In hand", "Overdue", "Done, not measured", "Done and measured"."""
        if not self.counted:
            return "Measured" if self.row.measured_on else "No actions yet"
        if self.late:
            return "Overdue"
        if any(one.status == Action.Status.OPEN for one in self.counted):
            return "In hand"
        return "Done and measured" if self.row.measured_on else "Done, not measured"

    @property
    def colour(self) -> str:
        """The colour of the state."""
        return {
            "No actions yet": "orange",
            "Overdue": "red",
            "In hand": "blue",
            "Done, not measured": "yellow",
        }.get(self.state, "green")

    @property
    def figure_words(self) -> str:
        """ "31 fewer calls a month": the measured figure with what it is of."""
        if self.row.impact_figure is None:
            return ""
        return f"{in_words(self.row.impact_figure)} {self.row.impact_unit}".strip()


def recommendations_of(reader: Reader, record: Record) -> list[Traced]:
    """The recommendations of a profile with their actions, by number. Two queries."""
    rows = visibility.visible_to(reader, Recommendation).filter(record_id=record.pk, withdrawn=False)
    found = list(rows.select_related("agency").order_by("number")[:MOST])
    plans = {row.plan_name: [] for row in found}
    actions = visibility.visible_to(reader, Action).filter(record_id=record.pk, plan__in=plans)
    for one in actions.with_owner().order_by("due", "pk"):
        plans[one.plan].append(one)
    return [Traced(row, plans[row.plan_name]) for row in found]


def measured_days(reader: Reader) -> ArraySubquery:
    """The day on which each recommendation of a profile was measured, of a queryset of profiles: annotated as
    `found_days`, they are fetched with the rows.
    """
    rows = visibility.visible_to(reader, Recommendation).filter(record_id=OuterRef("pk"), withdrawn=False)
    return ArraySubquery(rows.values_list("measured_on"))


def attach_counts(reader: Reader, profiles: Iterable[LocalProfile]) -> None:
    """Gives each profile of a list its `recommended` and `measured` (how many recommendations, how many of
    them with a measured impact), and `fresh`. One query; none for rows that were fetched with
    `measured_days`.
    """
    profiles = list(profiles)
    if all(hasattr(row, "found_days") for row in profiles):
        days = {row.pk: row.found_days for row in profiles}  # type: ignore[attr-defined]
    else:
        days = {row.pk: [] for row in profiles}
        rows = visibility.visible_to(reader, Recommendation).filter(record_id__in=days, withdrawn=False)
        for number, day in rows.values_list("record_id", "measured_on"):
            days[number].append(day)
    for row in profiles:
        row.recommended = len(days[row.pk])  # type: ignore[attr-defined]
        row.measured = sum(day is not None for day in days[row.pk])  # type: ignore[attr-defined]
        row.fresh = is_fresh(row)  # type: ignore[attr-defined]
        row.fresh_until = fresh_until(row)  # type: ignore[attr-defined]
