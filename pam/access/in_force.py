"""When a membership, an agreement or a grant is in force or over: said once, for Python and for PostgreSQL.

`q` and `holds` are for querysets and rows in Python; pam_live() and pam_grant_lives() are made of `sql`.
"""

from dataclasses import dataclass

from django.db.models import Q


@dataclass(frozen=True)
class RestsOn:
    """The row behind a foreign key (`field`, into `table`) must be in force. `optional`: it may be empty."""

    field: str
    table: str
    period: "Period"
    optional: bool = False


@dataclass(frozen=True)
class Period:
    """A row is in force from its `starts` on and before its `ends` (columns; empty: from ever, for ever; an
    end may be NULL), while none of the columns `barred_by` and all of the columns `allowed_by` are true, and
    while what it `rests_on` is in force.
    """

    starts: str = ""
    ends: str = ""
    barred_by: tuple[str, ...] = ()
    allowed_by: tuple[str, ...] = ()
    rests_on: RestsOn | None = None

    def q(self, at, prefix=""):
        """The condition on rows at the moment `at` (an aware datetime); `prefix` is the way to them."""
        found = Q()
        if self.starts:
            found &= Q(**{f"{prefix}{self.starts}__lte": at})
        if self.ends:
            found &= Q(**{f"{prefix}{self.ends}": None}) | Q(**{f"{prefix}{self.ends}__gt": at})
        for column in self.barred_by:
            found &= Q(**{f"{prefix}{column}": False})
        for column in self.allowed_by:
            found &= Q(**{f"{prefix}{column}": True})
        if self.rests_on:
            name = f"{prefix}{self.rests_on.field}"
            holds = self.rests_on.period.q(at, f"{name}__")
            found &= Q(**{name: None}) | holds if self.rests_on.optional else holds
        return found

    def holds(self, row, at):
        """Whether `row`, a model instance, is in force at `at`."""
        starts = getattr(row, self.starts) if self.starts else None
        ends = getattr(row, self.ends) if self.ends else None
        behind = getattr(row, self.rests_on.field) if self.rests_on else None
        return (
            (starts is None or starts <= at)
            and (ends is None or ends > at)
            and not any(getattr(row, column) for column in self.barred_by)
            and all(getattr(row, column) for column in self.allowed_by)
            and (behind is None or self.rests_on.period.holds(behind, at))
        )

    def over(self, at, prefix=""):
        """The condition on rows whose own end has come at the moment `at`."""
        return Q(**{f"{prefix}{self.ends}__lte": at})

    def is_over(self, row, at):
        """Whether the own end of `row` has come at `at`."""
        ends = getattr(row, self.ends)
        return ends is not None and ends <= at

    def over_in_sql(self, row):
        """The condition that the own end of `row`, an alias, has come; never NULL."""
        return f"coalesce({row}.{self.ends} <= statement_timestamp(), false)"

    def end_of(self, row):
        """When `row` stops by the clock: at its own end or at that of what it rests on; None for never."""
        behind = getattr(row, self.rests_on.field) if self.rests_on else None
        own = getattr(row, self.ends) if self.ends else None
        other = self.rests_on.period.end_of(behind) if behind else None
        return min(filter(None, (own, other)), default=None)

    def sql(self, row):
        """The condition on `row`, an alias, at the moment of the statement."""
        found = []
        if self.starts:
            found.append(f"{row}.{self.starts} <= statement_timestamp()")
        if self.ends:
            found.append(f"coalesce({row}.{self.ends} > statement_timestamp(), true)")
        found += [f"NOT {row}.{column}" for column in self.barred_by]
        found += [f"{row}.{column}" for column in self.allowed_by]
        if self.rests_on:
            holds = self.rests_on.period.sql("target")
            holds = f"EXISTS (SELECT 1 FROM {self._behind(row)} AND {holds})"
            name = f"{row}.{self.rests_on.field}_id"
            found.append(f"({name} IS NULL OR {holds})" if self.rests_on.optional else holds)
        return " AND ".join(found)

    def end_in_sql(self, row):
        """When `row`, an alias, stops by the clock; NULL for never."""
        if not self.rests_on:
            return f"{row}.{self.ends}"
        other = self.rests_on.period.end_in_sql("target")
        return f"least({row}.{self.ends}, (SELECT {other} FROM {self._behind(row)}))"

    def _behind(self, row):
        return f"{self.rests_on.table} target WHERE target.id = {row}.{self.rests_on.field}_id"


AGREEMENT = Period("starts_at", "ends_at")
MEMBERSHIP = Period(
    "starts_at",
    "ends_at",
    barred_by=("suspended",),
    rests_on=RestsOn("user", "access_user", Period(allowed_by=("is_active",))),
)
GRANT = Period(ends="until", rests_on=RestsOn("agreement", "access_agreement", AGREEMENT, optional=True))
