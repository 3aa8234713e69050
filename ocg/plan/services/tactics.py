"""Adding tactics to a plan: actions of the group's tracker, with what each serves."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from ocg.models import PlanObjective, PlanTactic
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.actions.owners import Owner
from pam.actions.selectors.actions import Step
from pam.actions.services import many, tracker
from pam.frameworks.models import FrameworkVersion
from pam.records import bulk
from pam.records.models import Batch, Record
from pam.records.services import add_part, save_part

PLAN = "4P plan"  # the heading of its actions


@dataclass(frozen=True)
class Chosen:
    """A tactic card that was chosen from the menu: what its action says, who does it until when, and which
    objective it serves.
    """

    card: FrameworkVersion
    title: str
    owner: Owner
    due: date
    objective: PlanObjective | None = None


@transaction.atomic
def add_from_cards(
    *, actor: Reader, record: Record, chosen: Sequence[Chosen], agencies: Iterable[int] | None = None
) -> Batch:
    """Adds an action for each of the cards in one go, for `agencies`; returns their `Batch`. All or none.

    Raises PermissionDenied without `contribute`, or Refused: none, an owner who could not see it, what is no
    card of this kind of record, an objective of another plan.
    """
    for one in chosen:
        if one.card.kind != "tactic" or record.kind not in one.card.body.get("for", [record.kind]):
            raise Refused("That card is for another kind of record.", code="wrong_kind", field="card")
        _require_objective(actor, record, one.objective)
    steps = [
        Step(
            title=one.title,
            details=one.card.body["summary"],
            strand=one.card.body.get("strand", ""),
            owner=one.owner,
            due=one.due,
        )
        for one in chosen
    ]
    agencies = None if agencies is None else list(agencies)
    batch = many.add_steps(
        actor=actor, record=record, steps=steps, agencies=agencies, plan=PLAN, operation="add tactics"
    )
    tactics = [
        PlanTactic(action=action, card=one.card, objective=one.objective)
        for action, one in zip(batch.parts, chosen, strict=True)
    ]
    bulk.add_parts(actor=actor, record=record, parts=tactics, agencies=agencies, operation="note tactics")
    return batch


@transaction.atomic
def write(
    *,
    actor: Reader,
    record: Record,
    objective: PlanObjective | None = None,
    starts: date | None = None,
    **action: Any,
) -> Action:
    """Adds a tactic that a person wrote; `action` is what `tracker.add` takes. Raises as that and
    `set_tactic`.
    """
    _require_objective(actor, record, objective)
    added = tracker.add(actor=actor, record=record, **action)
    if objective or starts:
        set_tactic(actor=actor, action=added, objective=objective, starts=starts)
    return added


@transaction.atomic
def set_tactic(
    *, actor: Reader, action: Action, objective: PlanObjective | None, starts: date | None
) -> PlanTactic:
    """Says which objective an action serves and when it starts.

    Raises PermissionDenied unless the actor contributes and, where it was said before, may change that; or
    Refused: an objective of another plan, a start after the due date.
    """
    visibility.require(actor, action, Level.CONTRIBUTE)
    record = visibility.visible_to(actor, Record).get(pk=action.record_id)
    if starts and starts > action.due:
        raise Refused("It cannot start after it is due.", code="too_late", field="starts")
    row = visibility.visible_to(actor, PlanTactic).filter(action_id=action.pk).first()
    if row is not None and row.objective_id == getattr(objective, "pk", None) and row.starts == starts:
        return row
    _require_objective(actor, record, objective, kept=row)
    if row is None:
        row = PlanTactic(action=action, objective=objective, starts=starts)
        return add_part(
            actor=actor, part=row, record=record, agencies=action.agencies, operation="note tactic"
        )
    row.objective, row.starts = objective, starts
    return save_part(actor=actor, part=row, version=row.version, operation="change tactic")


def _require_objective(actor, record, objective, kept=None):
    if objective is None or (kept is not None and kept.objective_id == objective.pk):
        return
    rows = visibility.visible_to(actor, PlanObjective).filter(record_id=record.pk, removed_at=None)
    if not rows.filter(pk=objective.pk).exists():
        raise Refused("Select an objective of this plan.", code="invalid_choice", field="objective")
