"""What may be read of second scores: queues, one of them, and how far people's scores are apart."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Avg, BooleanField, Count, F, Func, Q, QuerySet
from django.http import Http404

from ocg.models import SecondScore
from ocg.scoring.lists import MODERATOR, SCORER
from pam.access import visibility
from pam.access.kept_rows import with_uuid
from pam.access.visibility import Reader
from pam.assessments.models import Assessment
from pam.records.models import Record
from pam.records.selectors.framed import framed

RELATED = ("framework_version", "author_agency", "decided_by__user")
State = SecondScore.State


class MayCheck(Func):
    """pam_may_check(): whether the current reader may make a withheld assessment blind, as the wall asks."""

    function = "pam_may_check"
    output_field = BooleanField()
    conditional = True

    def __init__(self) -> None:
        super().__init__(F("first_id"))

    def get_source_fields(self) -> list:
        """None: it answers yes or no, whatever it is asked of."""
        return []


def second_score(reader: Reader, uuid: UUID) -> SecondScore:
    """One second score. Raises Http404 if it is hidden or absent."""
    row = with_uuid(reader, SecondScore, uuid, RELATED)
    if row is None:
        raise Http404
    return row


def record_of(reader: Reader, row: SecondScore) -> Record:
    """The record that it is of, with what the frame of its pages shows."""
    return framed(reader, row.record_id)


def to_score(reader: Reader) -> QuerySet[SecondScore]:
    """What waits for a second scorer and that the reader may score blind, over all records."""
    rows = visibility.visible_to(reader, SecondScore)
    if not reader.has_role(SCORER):
        return rows.none()
    waiting = Q(state=State.WAITING) | Q(state=State.BEGUN, second__state=Assessment.State.DISCARDED)
    return rows.filter(waiting, record__agency_id=reader.agency_id).filter(MayCheck())


def may_score(reader: Reader, row: SecondScore) -> bool:
    """Whether the reader may begin it."""
    return row.state in SecondScore.OPEN and to_score(reader).filter(pk=row.pk).exists()


def own_begun(reader: Reader) -> QuerySet[SecondScore]:
    """What the reader has begun to score blind."""
    rows = visibility.visible_to(reader, SecondScore).filter(state=State.BEGUN)
    return rows.filter(
        second__author_id=reader.membership_id, second__state=Assessment.State.DRAFT
    ).select_related("second")


def to_moderate(reader: Reader) -> QuerySet[SecondScore]:
    """What waits for a moderator, of records of their agency, and is not of their own scores."""
    rows = visibility.visible_to(reader, SecondScore).filter(state=State.APART)
    if not reader.has_role(MODERATOR):
        return rows.none()
    return (
        rows.filter(record__agency_id=reader.agency_id)
        .exclude(first__author__user_id=reader.user_id)
        .exclude(second__author__user_id=reader.user_id)
    )


def may_moderate(reader: Reader, row: SecondScore) -> bool:
    """Whether it waits for a moderator, and the reader is one who made neither score."""
    return row.state == State.APART and to_moderate(reader).filter(pk=row.pk).exists()


def both(reader: Reader, row: SecondScore) -> list[Assessment]:
    """[first, second] once both are completed, as far as the reader sees them; nothing before."""
    if row.state not in SecondScore.SETTLED:
        return []
    rows = visibility.visible_to(reader, Assessment).filter(pk__in=[row.first_id, row.second_id])
    return list(rows.select_related("framework_version", "author__user", "author_agency").order_by("pk"))


def opened_before(reader: Reader, row: SecondScore) -> bool:
    """Whether it waits for a scorer, and the reader is one who opened the first or made it."""
    waits = row.state == State.WAITING and reader.has_role(SCORER)
    return waits and not may_score(reader, row)


# --- Drift ---


@dataclass(frozen=True)
class Drift:
    """How far a second person's scores were from those of a person or team, on average: second less first.

    `number` of compared scores, `bands`, `points` (per cent), how many were `far` apart; the bar is
    `start`, `width` in per cent of a scale from -`SCALE` to +`SCALE`.
    """

    name: str
    number: int
    bands: float | None
    points: float | None
    far: int

    @property
    def bar(self) -> tuple[float, float]:
        """(start, width) of its bar, in per cent; the middle is no difference."""
        share = max(-1.0, min(1.0, (self.points or 0) / SCALE)) * 50
        return (round(50 + min(share, 0), 1), round(max(abs(share), 0.6), 1))


SCALE = 30  # per cent of a method's most points
FAR = (State.APART, State.MODERATED)


def may_see_drift(reader: Reader) -> bool:
    """Whether the reader may compare scorers: those who score or moderate, and supervisors."""
    return reader.has_role(SCORER, MODERATOR, "supervisor")


def drift(reader: Reader) -> dict[str, list[Drift]]:
    """{"scorers", "teams"}: how far second scores are from the first ones, by who made the first and by the
    team that owns the record, of the reader's agency and of what they may see. Two queries.
    """
    if not may_see_drift(reader):
        return {"scorers": [], "teams": []}
    rows = visibility.visible_to(reader, SecondScore).filter(
        state__in=SecondScore.SETTLED, record__agency_id=reader.agency_id
    )
    return {
        "scorers": _by(rows, "first__author__user__name", "first__author_id"),
        "teams": _by(rows, "record__team__name", "record__team_id"),
    }


def _by(rows: QuerySet, name: str, key: str) -> list[Drift]:
    found: Any = (
        rows.order_by()
        .values(key, name)
        .annotate(n=Count("pk"), b=Avg("bands"), p=Avg("points"), far=Count("pk", filter=Q(state__in=FAR)))
    )
    made = [
        Drift(row[name] or "", row["n"], _number(row["b"]), _number(row["p"]), row["far"]) for row in found
    ]
    return sorted(made, key=lambda one: (-abs(one.points or 0), one.name))


def _number(value):
    return None if value is None else round(float(value), 1)
