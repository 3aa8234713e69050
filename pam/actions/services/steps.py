"""The steps of an action: added, ticked and removed by its owner, and by people who may change the action."""

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.validation import require_text
from pam.access.visibility import Reader
from pam.actions.models import Action, ActionStep
from pam.actions.selectors.actions import owns
from pam.actions.services.rules import record_of, require_open, require_own_or_change
from pam.records.services import add_part, save_part

MOST_STEPS = 30


@transaction.atomic
def add_steps(*, actor: Reader, action: Action, text: str) -> list[ActionStep]:
    """Adds a step for each line of `text` behind those that `action` has; returns them.

    Raises PermissionDenied for others than its owner who may not change it; Refused if it has ended, without
    a step, for more than `MOST_STEPS`, or for one that is too long.
    """
    require_own_or_change(actor, action)
    require_open(action)
    lines = [line.strip() for line in require_text(text, "Enter a step.", field="text").splitlines()]
    lines = [line for line in lines if line]
    known = list(visibility.visible_to(actor, ActionStep).filter(action=action, removed_at=None))
    if len(known) + len(lines) > MOST_STEPS:
        raise Refused(f"An action has at most {MOST_STEPS} steps.", code="too_many", field="text")
    longest = ActionStep._meta.get_field("text").max_length or 0
    if any(len(line) > longest for line in lines):
        raise Refused(f"A step must have {longest} characters or fewer.", code="too_long", field="text")
    record, first = record_of(actor, action), max((step.position for step in known), default=0) + 1
    level = Level.VIEW if owns(actor, action) else Level.CONTRIBUTE
    return [
        add_part(
            actor=actor,
            part=ActionStep(action=action, text=line, position=position),
            record=record,
            agencies=action.agencies,
            level=level,
            operation="add step",
        )
        for position, line in enumerate(lines, first)
    ]


@transaction.atomic
def tick(*, actor: Reader, step: ActionStep, done: bool) -> ActionStep:
    """Says that a step is done, or that it is not done after all; nothing if that is so already. Raises as
    `add_steps`.
    """
    if (step.done_at is not None) != done:
        step.done_at = timezone.now() if done else None
        step.done_by_id = actor.membership_id if done else None
        _save(actor, step, "tick step" if done else "take back tick")
    return step


@transaction.atomic
def remove(*, actor: Reader, step: ActionStep) -> ActionStep:
    """Takes a step off the action; it stays in the history. Raises as `add_steps`."""
    step.removed_at = timezone.now()
    return _save(actor, step, "remove step")


def _save(actor, step, operation):
    require_own_or_change(actor, step.action)
    require_open(step.action)
    level = Level.VIEW if owns(actor, step.action) else None
    return save_part(actor=actor, part=step, version=step.version, level=level, operation=operation)
