"""Threat, risk and harm beside the work: what the list and a group's page show, in a bounded number of
queries.
"""

from dataclasses import dataclass
from types import SimpleNamespace

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Q, Window
from django.db.models.functions import RowNumber

from ocg.models import Ocg, Score
from ocg.strands import FOUR_P
from pam.access import visibility
from pam.access.kept_rows import KeptRows, RowsOf, Together
from pam.actions.models import Action
from pam.actions.selectors.counts import attach_counts, open_and_overdue
from pam.db.prepared import prepared_statements
from pam.records.selectors.lists import shown_rows
from pam.reference.models import ReferenceValue
from pam.reference.selectors.lists import terms

MAX_SCORES = 200
MAX_MARKS = 12
TREND = 8  # scores in the little chart of a list
AXES = ("threat", "risk", "harm")


@dataclass
class Figure:
    """One of threat, risk and harm: its value, its band (a `ReferenceValue`,
    or None), its change since the last score.
    """

    name: str
    value: int
    band: ReferenceValue
    change: int | None = None

    @property
    def change_words(self):
        """ "Up 5 since the last score", or what else it did."""
        if self.change is None:
            return "First score"
        if self.change == 0:
            return "No change"
        return f"{'Up' if self.change > 0 else 'Down'} {abs(self.change)} since the last score"


def bands():
    """The bands of a score, highest first."""
    return sorted(
        (term for term in terms("score.band") if not term.retired), key=lambda band: -(band.score or 0)
    )


def score_figures(score, all_bands, before=None):
    """[Figure] of a score, compared with the one `before` it."""
    return [
        Figure(
            name=axis.capitalize(),
            value=(value := getattr(score, axis)),
            band=next((band for band in all_bands if value >= (band.score or 0)), None),
            change=value - getattr(before, axis) if before else None,
        )
        for axis in AXES
    ]


def latest_scores(reader, numbers):
    """{record number: its last `TREND` Scores that `reader` may see, the latest first}."""
    place = Window(RowNumber(), partition_by="record_id", order_by=("-on", "-pk"))
    rows = visibility.visible_to(reader, Score).filter(record_id__in=numbers)
    rows = rows.annotate(place=place).filter(place__lte=TREND).order_by("record_id", "place")
    found = {}
    for score in rows.only("record_id", "on", *AXES):
        found.setdefault(score.record_id, []).append(score)
    return found


def _rows(reader, today):
    scores = visibility.visible_to(reader, Score).filter(record_id=OuterRef("pk")).order_by("-on", "-pk")
    rows = shown_rows(reader, Ocg, "tier", "group_kind", "main_crime")
    return rows.annotate(
        last_scores=ArraySubquery(scores.values_list(Together(*AXES))[:TREND]),
        waiting=open_and_overdue(reader, today),
    )


ROWS = KeptRows(_rows)  # the groups of the list, with all that is shown with them


def attach_figures(reader, groups):
    """Gives each group of a list `figures`, their `trend` (threat, risk and harm together, oldest first),
    `open_actions` and `overdue_actions`: two queries for any number, none for those of `ROWS`.
    """
    attach_counts(reader, groups)
    all_bands = bands()
    if all(hasattr(group, "last_scores") for group in groups):
        scores = {group.pk: [_score(*values) for values in group.last_scores] for group in groups}
    else:
        with prepared_statements():
            scores = latest_scores(reader, [group.pk for group in groups])
    for group in groups:
        last = scores.get(group.pk, [])
        group.figures = score_figures(last[0], all_bands) if last else []
        group.trend = [sum(getattr(score, axis) for axis in AXES) for score in reversed(last)]


def _score(*values):
    return SimpleNamespace(**dict(zip(AXES, values, strict=True)))


def picture(reader, record):
    """The context of a group's page: scores and their chart, the 4P balance."""
    scores = _scores(reader, record.pk)
    balance, not_done = _balance(_counts(reader, record.pk))
    latest = scores[0] if scores else None
    before = scores[1] if len(scores) > 1 else None
    return {
        "typed": scores,
        "trend": [sum(getattr(score, axis) for axis in AXES) for score in reversed(scores[:TREND])],
        "score": latest,
        "figures": score_figures(latest, bands(), before) if latest else [],
        "total": sum(getattr(latest, axis) for axis in AXES) if latest else None,
        "series": [
            (axis.capitalize(), [(s.on, getattr(s, axis)) for s in reversed(scores)]) for axis in AXES
        ],
        "marks": _work_done(reader, record.pk),
        "balance": balance,
        "actions_open": sum(row["open"] + row["overdue"] for row in balance.values()),
        "actions_overdue": sum(row["overdue"] for row in balance.values()),
        "actions_not_done": not_done,
        "actions_done": sum(row["done"] for row in balance.values()),
        "actions_all": sum(sum(row.values()) for row in balance.values()),
    }


@RowsOf
def _scores(reader, number, today):
    rows = visibility.visible_to(reader, Score).filter(record_id=number).select_related("author__user")
    return rows.order_by("-on", "-pk")[:MAX_SCORES]


COUNTED = ("done", "open", "overdue", "impossible", "not_done")


@RowsOf
def _counts(reader, number, today):
    """(strand, how many actions are each of COUNTED)."""
    Status = Action.Status
    late = Q(status=Status.OPEN, due__lt=today)
    conditions = Q(status=Status.DONE), Q(status=Status.OPEN) & ~late, late
    conditions += Q(status=Status.IMPOSSIBLE), Q(status=Status.NOT_DONE)
    counts = {name: Count("pk", filter=one) for name, one in zip(COUNTED, conditions, strict=True)}
    rows = visibility.visible_to(reader, Action).filter(record_id=number).order_by()
    return rows.values_list("strand").annotate(**counts)


def _balance(counts):
    """({4P: {"done", "open", "overdue"}}, {"impossible", "not_done"}): overdue ones are not counted in open;
    superseded and withdrawn ones nowhere.
    """
    found = {strand: dict(zip(COUNTED, numbers, strict=True)) for strand, *numbers in counts}
    ended = {key: sum(row.pop(key) for row in found.values()) for key in ("impossible", "not_done")}
    none = {"done": 0, "open": 0, "overdue": 0}
    return {label: found.get(code, none) for code, label in FOUR_P.choices}, ended


@RowsOf
def _work_done(reader, number, today):
    """[(day, words)] of the actions done last, shown below the scores."""
    done = visibility.visible_to(reader, Action).filter(
        record_id=number, status=Action.Status.DONE, ended_at__isnull=False
    )
    return done.order_by("-ended_at", "-pk").values_list("ended_at", "title")[:MAX_MARKS]
