"""What may be read of the risk of a case. Each starts at the gate."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Case, QuerySet, When
from django.db.models.functions import JSONObject

from pam.access import visibility
from pam.access.kept_rows import RowsOf
from pam.access.visibility import Reader
from pam.assessments import selectors as assessments
from pam.assessments.disagreement import place_among, place_of
from pam.assessments.models import Assessment
from pam.records.models import Record
from pvp.models import HighRisk

TREND = 8  # assessments in the little chart of a list
COUNTS = {"state": Assessment.State.COMPLETED, "checks": None}  # those that say how high the risk is
RELATED = ("assessment__framework_version", "seen_by__user", "author__user", "author_agency")


def high_risks(reader: Reader, record: Record) -> QuerySet[HighRisk]:
    """The times that the risk of a case became high, the latest first."""
    return _high_risks(reader, record.pk)


def _high_risks(reader, number):
    rows = visibility.visible_to(reader, HighRisk).filter(record_id=number).select_related(*RELATED)
    return rows.order_by("-raised_at", "-pk")


@RowsOf
def _unseen(reader, number, today):
    return _high_risks(reader, number).filter(seen_at=None)


def unseen(reader: Reader, record: Record) -> list[HighRisk]:
    """Those of them that no supervisor has seen."""
    return _unseen(reader, record.pk)


def high_risk(reader: Reader, uuid: UUID) -> HighRisk:
    """One of them. Raises Http404 if it is hidden or absent."""
    return visibility.get(reader, HighRisk, uuid)


def latest_grades(reader: Reader, record: Any) -> QuerySet:
    """For a sub-select: {"tool", "grade", "bands"} of the last `TREND` completed assessments of a record that
    count, the latest first.
    """
    rows = visibility.visible_to(reader, Assessment).filter(record_id=record, **COUNTS)
    found = JSONObject(
        tool="framework_version__framework_id",
        grade=Case(When(second_grade="", then="grade"), default="second_grade"),
        bands="framework_version__body__bands",
    )
    return rows.order_by("-on", "-pk").values_list(found)[:TREND]


def trend_of(grades: Sequence[dict[str, Any]]) -> tuple[list[float], str]:
    """(where each grade is between the lowest and the highest, the oldest first; the same in words) of
    `latest_grades`, of the tool that was used last.
    """
    places, words = [], []
    for row in reversed([row for row in grades if row["tool"] == grades[0]["tool"]]):
        place = place_among(row["bands"] or (), row["grade"])
        if place is not None:
            places.append(place[0])
            words += [band["label"] for band in row["bands"] if band["code"] == row["grade"]]
    return places, ", then ".join(words)


def over_time(reader: Reader, record: Record) -> dict[str, Any]:
    """{"rows": the completed assessments that count, the latest first, "series": [(tool, [(day, place)])]} of
    a case; a place is that of the grade between the lowest (0) and the highest (100) of its tool. One query.
    """
    rows = assessments.assessments(reader, record).filter(**COUNTS)
    kept = list(rows[: assessments.MOST])
    found: dict[str, list] = {}
    for row in reversed(kept):
        row.place_of_grade = place_of(row)
        if row.place_of_grade is not None:
            name = row.framework_version.name
            found.setdefault(name, []).append((row.on, round(row.place_of_grade[0])))
    return {"rows": kept, "series": list(found.items())}
