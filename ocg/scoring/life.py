"""The scores of a group over its life, by every method, with what happened to it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from ocg.disruptions.selectors import attach_outputs
from ocg.models import Disruption, Score, SecondScore, TierMove
from ocg.scoring.releases import releases_in
from ocg.scoring.results import RELATED, method_codes
from pam.access import visibility
from pam.access.visibility import Reader
from pam.assessments.models import Assessment
from pam.assessments.shown import most_points
from pam.records.models import Record
from pam.reference.selectors.lists import attach_reference_values
from pam.stages.models import Move

MOST_SCORES, MOST_EVENTS = 200, 60
OUTPUTS = 2  # of a disruption, the first of the list: arrests and charges, as shipped


@dataclass(frozen=True)
class Scored:
    """One score in the table: its day, method, score in per cent of the most, in words, and its page."""

    on: date
    method: str
    share: int | None
    words: str
    by: str
    uuid: Any = None


@dataclass(frozen=True)
class Life:
    """`series` [(name, [(day, per cent)])] for the chart, `events` [(day, words)], `scores` [Scored] the
    latest first.
    """

    series: list[tuple[str, list[tuple[date, int]]]]
    events: list[tuple[date, str]]
    scores: list[Scored]


def life_of(reader: Reader, record: Record, withheld: bool = True) -> Life:
    """The `Life` of a group, as far as the reader sees it; without the scores that wait for a second person
    where not even these are wanted (`withheld`). A bounded number of queries.
    """
    scores = [*_assessed(reader, record, withheld), *_judged(reader, record)]
    series: dict[str, list[tuple[date, int]]] = {}
    for one in sorted(scores, key=lambda one: one.on):
        if one.share is not None:
            series.setdefault(one.method, []).append((one.on, one.share))
    events = [
        *_moves(reader, record),
        *_disruptions(reader, record),
        *_tiers(reader, record),
        *releases_in(reader, record.pk, MOST_EVENTS),
    ]
    events.sort(reverse=True)
    return Life(
        series=sorted(series.items()),
        events=events[:MOST_EVENTS],
        scores=sorted(scores, key=lambda one: one.on, reverse=True),
    )


def _assessed(reader, record, withheld):
    rows = visibility.visible_to(reader, Assessment).filter(
        record_id=record.pk,
        checks=None,
        state__in=[Assessment.State.COMPLETED, Assessment.State.SUPERSEDED],
    )
    if not withheld:
        rows = rows.filter(withheld_from=None)
    stands = dict(
        visibility.visible_to(reader, SecondScore)
        .filter(record_id=record.pk)
        .exclude(decided="")
        .values_list("first_id", "decided")
    )
    most: dict[int, int] = {}
    known = method_codes(record.agency_id)
    for row in rows.select_related(*RELATED).order_by("-on", "-pk")[:MOST_SCORES]:
        version = row.framework_version
        if version.pk not in most:
            most[version.pk] = most_points(row.method) if row.method.scored else 0
        top = most[version.pk]
        share = round(100 * float(row.score) / top) if top and row.score is not None else None
        moderated = row.band_named(stands[row.pk]) if row.pk in stands else None
        grade = (moderated or row.final_grade or {}).get("label", "")
        points = "" if row.score is None else f"{row.points} of {top}"
        replaced = "replaced since" if row.state == Assessment.State.SUPERSEDED else ""
        words = ", ".join(filter(None, (grade, "moderated" if moderated else "", points, replaced)))
        shown = share if version.code in known and not replaced else None
        yield Scored(row.on, version.name, shown, words, row.author.user.name, row.uuid)


def _judged(reader, record):
    rows = visibility.visible_to(reader, Score).filter(record_id=record.pk).select_related("author__user")
    for row in rows.order_by("-on", "-pk")[:MOST_SCORES]:
        share = round((row.threat + row.risk + row.harm) / 3)
        words = f"Threat {row.threat}, risk {row.risk}, harm {row.harm}"
        yield Scored(row.on, "Judgement", share, words, row.author.user.name)


def _moves(reader, record):
    rows = visibility.visible_to(reader, Move).filter(record_id=record.pk, state=Move.State.MADE)
    return [(row.on, f"Stage: {row.to_label}") for row in rows.order_by("-on", "-pk")[:MOST_EVENTS]]


def _disruptions(reader, record):
    rows = visibility.visible_to(reader, Disruption).filter(record_id=record.pk)
    rows = list(rows.exclude(state=Disruption.State.RETURNED).order_by("-on", "-pk")[:MOST_EVENTS])
    attach_outputs(reader, rows)
    found = []
    for row in rows:
        told = ", ".join(f"{one.label}: {one.figure}" for one in row.all_outputs[:OUTPUTS])
        found.append((row.on, f"Disruption: {row.what}{f' ({told})' if told else ''}"))
    return found


def _tiers(reader, record):
    rows = list(
        visibility.visible_to(reader, TierMove)
        .filter(record_id=record.pk, state=TierMove.State.SET)
        .order_by("-pk")[:MOST_EVENTS]
    )
    attach_reference_values(rows, "tier", "before")
    return [(row.created.date(), f"Tier: {row.before.label} to {row.tier.label}") for row in rows]
