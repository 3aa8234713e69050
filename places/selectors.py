"""Reads of places. Each starts at the gate."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import sqrt

from django.db.models import QuerySet

from pam.access import visibility
from pam.access.models import Agency
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.db.prepared import prepared_statements
from pam.records.models import Record
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import attach_reference_values
from places.lists import MORE_IS_BETTER
from places.models import BoardMember, IndicatorFigure, SurveyFigure

MOST_FIGURES = 2_000  # of one place
MOST_BOARD = 100
MOST_ACTIONS = 200
STEPS = (10, 15, 20, 25, 30, 40, 50, 60, 80)  # of a chart's scale, in tenths of 1, 10, 100 …
CHANCE = 1.96  # standard errors within which nineteen of twenty samples are


def in_words(number: Decimal) -> str:
    """ "1,204", "12.5"."""
    text = f"{number:,.2f}"
    return text.rstrip("0").rstrip(".")


def agencies_to_name(reader: Reader) -> QuerySet[Agency]:
    """The agencies that a row may be about: all of the reader's side, whose names are public."""
    return Agency.objects.filter(training=reader.training).order_by("name__folded", "pk")


def board_of(reader: Reader, record: Record) -> tuple[list[BoardMember], list[BoardMember]]:
    """(those on the board of a place, those who left), each in the order in which they joined."""
    rows = visibility.visible_to(reader, BoardMember).filter(record_id=record.pk)
    found = list(rows.select_related("agency").order_by("since", "pk")[:MOST_BOARD])
    attach_reference_values(found, "role")
    found.sort(key=lambda one: (one.role.order, one.since))
    return [one for one in found if not one.until], [one for one in found if one.until]


@dataclass(frozen=True)
class Series:
    """One indicator or question over time: its `term`, its rows (oldest first), the one to compare with
    (`first`: the baseline, else the oldest) and the `last`, and the same as numbers in `points`.
    """

    term: ReferenceValue
    rows: list
    first: IndicatorFigure | SurveyFigure
    last: IndicatorFigure | SurveyFigure
    points: list[tuple[date, Decimal]]

    @property
    def change(self) -> Decimal | None:
        """The last less the first; None where there is only one."""
        return (
            None if self.first.pk == self.last.pk else self.points_of(self.last) - self.points_of(self.first)
        )

    @staticmethod
    def points_of(row: IndicatorFigure | SurveyFigure) -> Decimal:
        """The number of a row."""
        return row.value if isinstance(row, IndicatorFigure) else row.per_cent

    @property
    def is_survey(self) -> bool:
        """Whether these are per cents of a survey."""
        return isinstance(self.first, SurveyFigure)

    @property
    def first_words(self) -> str:
        """The first figure."""
        return self._words(self.first)

    @property
    def last_words(self) -> str:
        """The last figure."""
        return self._words(self.last)

    def _words(self, row):
        return in_words(self.points_of(row)) + (" per cent" if self.is_survey else "")

    @property
    def change_words(self) -> str:
        """ "Down 38 (31 per cent), better", "Up 6.5 points: may be chance", "No change", ""."""
        change = self.change
        if change is None:
            return ""
        if not change:
            return "No change"
        way = "Up" if change > 0 else "Down"
        if self.is_survey:
            found = f"{way} {in_words(abs(change))} points"
            return f"{found}: may be chance" if self.may_be_chance else f"{found}, {self._better(change)}"
        start = self.points_of(self.first)
        share = f" ({round(abs(change) / start * 100)} per cent)" if start else ""
        return f"{way} {in_words(abs(change))}{share}, {self._better(change)}"

    @property
    def colour(self) -> str:
        """Green for better, red for worse, grey for what says neither."""
        change = self.change
        if not change or (self.is_survey and self.may_be_chance):
            return "grey"
        return "green" if self._better(change) == "better" else "red"

    def _better(self, change):
        return "better" if (change > 0) == (self.term.score == MORE_IS_BETTER) else "worse"

    @property
    def may_be_chance(self) -> bool:
        """Whether samples of these sizes differ by so much in one of twenty cases though nothing changed."""
        if not isinstance(self.first, SurveyFigure) or not isinstance(self.last, SurveyFigure):
            return False
        parts = [(float(row.per_cent) / 100, row.sample) for row in (self.first, self.last)]
        error = sqrt(sum(share * (1 - share) / size for share, size in parts)) * 100
        return abs(float(self.change or 0)) <= CHANCE * error

    @property
    def spark(self) -> list[int]:
        """The figures as whole numbers for the little chart."""
        return [round(value) for _, value in self.points]

    @property
    def latest_first(self) -> list:
        """The rows, the latest first, each with its figure in `words`."""
        for row in self.rows:
            row.words = in_words(self.points_of(row))
        return self.rows[::-1]

    @property
    def charted(self) -> list[tuple[str, list[tuple[date, int | float]]]]:
        """What the chart takes; nothing for a single figure."""
        if len(self.points) < 2:
            return []
        return [(self.term.label, [(day, _number(value)) for day, value in self.points])]

    @property
    def top(self) -> int | float:
        """Where the chart ends: 100 for per cents, else a round number above the highest."""
        return 100 if self.is_survey else _round_top(max(value for _, value in self.points))

    @property
    def name(self) -> str:
        """What tells its chart from others on a page."""
        return f"series-chart-{self.term.pk}"

    @property
    def height(self) -> int:
        """A change of so much fills the little chart."""
        return max(1, *(abs(value) for value in self.spark)) if self.spark else 1


def _round_top(highest):
    """The end of a scale of four equal whole steps that holds `highest`."""
    tens = 1
    while True:
        for tenths in STEPS:
            step, rest = divmod(tenths * tens, 10)
            if not rest and 4 * step >= highest:
                return 4 * step
        tens *= 10


def _number(value):
    """A figure without a point where it has nothing after it."""
    return int(value) if value == int(value) else float(value)


def indicators_of(reader: Reader, record: Record) -> list[Series]:
    """The indicators of a place that the reader sees figures of, in the order of the list. One query."""
    rows = visibility.visible_to(reader, IndicatorFigure).filter(record_id=record.pk, withdrawn=False)
    return _series(rows, "indicator", "value")


def survey_of(reader: Reader, record: Record) -> list[Series]:
    """The questions that people in a place were asked, in the order of the list. One query."""
    rows = visibility.visible_to(reader, SurveyFigure).filter(record_id=record.pk, withdrawn=False)
    return _series(rows, "question", "per_cent")


def _series(rows, name, number):
    with prepared_statements():
        found = list(rows.select_related("author_agency").order_by("-on", "-pk")[:MOST_FIGURES])
    found.reverse()
    attach_reference_values(found, name)
    by_term: dict[int, list] = {}
    for row in found:
        by_term.setdefault(getattr(row, f"{name}_id"), []).append(row)
    series = []
    for of_one in by_term.values():
        first = next((row for row in of_one if getattr(row, "baseline", False)), of_one[0])
        points = [(row.on, getattr(row, number)) for row in of_one]
        series.append(Series(getattr(first, name), of_one, first, of_one[-1], points))
    return sorted(series, key=lambda one: (one.term.order, one.term.label))


def actions_of(reader: Reader, record: Record) -> list[Action]:
    """The actions about a record, those that are open first, then by due date."""
    rows = visibility.visible_to(reader, Action).filter(record_id=record.pk).with_owner()
    found = list(rows.order_by("due", "pk")[:MOST_ACTIONS])
    return sorted(found, key=lambda one: one.status != Action.Status.OPEN)
