"""What changed of a group by itself since a moment: scores, moves, members, disruptions, actions, gaps,
harm.

A room's other parts add theirs with `register_changes`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from ocg.models import Disruption, HarmEvent, Ocg, PlanGap, Score
from pam.access import visibility
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.assessments.models import Assessment
from pam.reference.selectors.lists import attach_reference_values
from pam.stages.models import Move
from pam.ui.dates import long_date

MOST = 60  # of one kind


@dataclass(frozen=True)
class Change:
    """One thing that changed: `source` is the kind of part that it is about and `agencies` its agencies;
    `partner` is the name of the agency that did it, if not the owner's.
    """

    source: str
    about: UUID
    title: str
    state: str = ""
    text: str = ""
    agencies: list[int] | None = None
    partner: str = ""


Finder = Callable[[Reader, Ocg, datetime], Iterable[Change]]
_finders: list[Finder] = []


def register_changes(finder: Finder) -> None:
    """Adds what a review shows as changed: `finder(reader, ocg, since)` asks a bounded number of queries
    through the gate.
    """
    _finders.append(finder)


def changes_since(reader: Reader, ocg: Ocg, since: datetime) -> list[Change]:
    """All that changed of a group since a moment, as far as the reader sees."""
    found: list[Change] = []
    for finder in (_moves, _scores, _disruptions, _harm, _actions, _gaps, *_finders):
        found += finder(reader, ocg, since)
    return found


def _seen(reader, model, ocg):
    return visibility.visible_to(reader, model).filter(record_id=ocg.pk)


def _moves(reader, ocg, since):
    rows = _seen(reader, Move, ocg).filter(state=Move.State.MADE, updated__gte=since).order_by("pk")
    for row in rows[:MOST]:
        yield Change("entry", row.uuid, f"Stage: {row.to_label}", "Moved", row.reason[:700], row.agencies)


def _scores(reader, ocg, since):
    for row in _seen(reader, Score, ocg).filter(created__gte=since).order_by("pk")[:MOST]:
        words = f"Scored: threat {row.threat}, risk {row.risk}, harm {row.harm}"
        yield Change("assessment", row.uuid, words, "New score", row.rationale[:700], row.agencies)
    rows = _seen(reader, Assessment, ocg).filter(state=Assessment.State.COMPLETED, completed_at__gte=since)
    for row in rows.select_related("framework_version").order_by("pk")[:MOST]:
        band = row.band_named(row.grade or row.band)
        state = (band or {}).get("label", "Completed")[:40]
        yield Change(
            "assessment", row.uuid, f"Assessed: {row.framework_version.name}"[:300], state, "", row.agencies
        )


def _disruptions(reader, ocg, since):
    rows = list(
        _seen(reader, Disruption, ocg).filter(updated__gte=since).select_related("author_agency")[:MOST]
    )
    attach_reference_values(rows, "claimed", "level")
    for row in rows:
        level = f"{row.level.label}" if row.level_id else f"{row.claimed.label} claimed"
        yield Change(
            "disruption",
            row.uuid,
            row.what,
            level[:40],
            row.get_state_display(),
            row.agencies,
            _partner(ocg, row.author_agency),
        )


def _harm(reader, ocg, since):
    rows = _seen(reader, HarmEvent, ocg).filter(created__gte=since, taken_out="").order_by("pk")
    for row in rows[:MOST]:
        yield Change("harm", row.uuid, row.what, "Harm", long_date(row.on), row.agencies)


def _actions(reader, ocg, since):
    status = Action.Status
    ended = Q(ended_at__gte=since)
    waiting = Q(status=status.OPEN, acceptance=Action.Acceptance.DECLINED)
    rows = (
        _seen(reader, Action, ocg)
        .exclude(strand="")
        .filter(ended | waiting)
        .with_owner()
        .order_by("due", "pk")
    )
    for row in rows[:MOST]:
        state, text = (row.get_status_display(), row.outcome) if row.ended_at else ("Declined", row.answer)
        yield Change(
            "action", row.uuid, row.title, state, text[:700], row.agencies, _partner(ocg, row.owner_agency)
        )


def _gaps(reader, ocg, since):
    rows = _seen(reader, PlanGap, ocg).filter(removed_at=None)
    for row in rows.filter(Q(created__gte=since) | Q(answered_on__gte=since.date()))[:MOST]:
        state = "Answered" if row.answered_on else "New question"
        yield Change("plan", row.uuid, row.question, state, row.answered_by, row.agencies)


def _partner(ocg, agency):
    return agency.name if agency.pk != ocg.agency_id else ""
