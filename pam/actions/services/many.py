"""Many actions at once: a plan, and changes that one person takes back with one press (records/bulk.py)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.validation import optional_text, require_text
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.actions.owners import Owner, assign, ids_of, name_of, offer
from pam.actions.selectors.actions import Step, owns, people_of, steps_of
from pam.actions.selectors.many import hands_on_alone, owned_by, unseen_by
from pam.actions.services.rules import (
    cannot_see,
    day_words,
    move_due,
    require_open,
    require_sight,
    require_strand,
)
from pam.actions.services.tracker import carry_over
from pam.frameworks.models import FrameworkVersion
from pam.notifications.services import enqueue_each
from pam.records import bulk
from pam.records.models import Batch, Entry, Record
from pam.reference.selectors.settings import setting

CHANGE = "change actions"  # what the log and the batch call it
UNDO_HOURS = "actions.undo_hours"


def apply_plan(
    *,
    actor: Reader,
    record: Record,
    template: FrameworkVersion,
    owner: Owner | None = None,
    steps: Iterable[Step] | None = None,
    agencies: Iterable[int] | None = None,
) -> Batch:
    """Adds the actions of a version of a plan in one go; returns their `Batch`, with them in its `parts`.
    Each keeps the version.

    `steps` are the `Step`s that a person kept and changed; without it each step of the template is added for
    `owner`, due so many days from today. All or none. Raises as `add` does; Refused if no step was kept.
    """
    if template.kind != "plan" or record.kind not in template.body.get("for", [record.kind]):
        raise Refused("That plan is for another kind of record.", code="wrong_kind", field="template")
    steps = steps if steps is not None else steps_of(template, owner)
    return add_steps(
        actor=actor,
        record=record,
        steps=steps,
        agencies=agencies,
        plan=template.body["plan"],
        plan_version=template,
        operation="apply plan",
    )


@transaction.atomic
def add_steps(
    *,
    actor: Reader,
    record: Record,
    steps: Iterable[Step],
    agencies: Iterable[int] | None = None,
    plan: str = "",
    plan_version: FrameworkVersion | None = None,
    operation: str = "add actions",
) -> Batch:
    """Adds an action for each of `steps` in one go, of the plan with this name; returns their `Batch`, with
    them in its `parts` in the same order. Raises as `apply_plan`.
    """
    if not (steps := list(steps)):
        raise Refused("Tick at least one action.", code="missing", field="steps")
    for step in steps:
        require_strand(record, step.strand)
    require_sight(actor, record, [step.owner for step in steps], agencies)
    actions = [_of_step(actor, step, plan, plan_version) for step in steps]
    batch = bulk.add_parts(actor=actor, record=record, parts=actions, agencies=agencies, operation=operation)
    lines = [(f"Action added: {a.title}", f"For {a.owner_name}, due {day_words(a.due)}.") for a in actions]
    _chronicle_each(actor, batch, lines)
    _notify_owners(actor, actions, batch=record.uuid)
    return batch


def _of_step(actor, step, plan, plan_version):
    action = Action(
        title=step.title,
        details=step.details,
        strand=step.strand,
        plan=plan,
        plan_version=plan_version,
        due=step.due,
    )
    assign(action, step.owner)
    offer(action, by=actor.membership_id)
    return action


@dataclass(frozen=True)
class NewAction:
    """One of many new actions; `holder` names a person beside a team or agency."""

    title: str
    owner: Owner
    due: date
    strand: str = ""
    details: str = ""
    holder: str = ""


@transaction.atomic
def add_many(
    *, actor: Reader, new: Collection[tuple[Record, NewAction]], agencies: Iterable[int] | None = None
) -> tuple[list[Action], list[Entry]]:
    """Adds many actions in one go, each to its record and with its line in the chronology; returns both, in
    this order. All or none. Some queries for each record (who of the owners would see it), and a constant
    number besides. Raises as `tracker.add`.
    """
    actions: list[Action] = []
    owners: dict[int, tuple[Record, list[Owner]]] = {}
    for record, one in new:
        require_strand(record, one.strand)
        owners.setdefault(record.pk, (record, []))[1].append(one.owner)
        action = Action(record=record, title=one.title, details=one.details, strand=one.strand, due=one.due)
        assign(action, one.owner, one.holder)
        offer(action, by=actor.membership_id)
        actions.append(action)
    for record, some in owners.values():
        require_sight(actor, record, some, agencies)
    batch = bulk.add_to_records(actor=actor, parts=actions, agencies=agencies, operation="add many actions")
    lines = [(f"Action added: {a.title}", f"For {a.owner_name}, due {day_words(a.due)}.") for a in actions]
    entries = _chronicle_each(actor, batch, lines)
    of_owner = {ids_of(action): action for action in actions}
    people = {ids: people_of(action) for ids, action in of_owner.items()}
    of_record: dict[int, list[Action]] = {}
    for action in actions:
        of_record.setdefault(action.record_id, []).append(action)
    for number, theirs in of_record.items():
        _notify_owners(actor, theirs, batch=owners[number][0].uuid, people=people)
    return actions, entries


@transaction.atomic
def take_plan_back(*, actor: Reader, batch: Batch, reason: str) -> tuple[Batch | None, list[Action]]:
    """Withdraws the actions that `apply_plan` added as `batch`; returns (their `Batch` or None, the actions
    that a person changed since: these stay).

    Raises PermissionDenied for another person's batch; Refused without a reason, or a second time.
    """
    reason = require_text(reason, "Say why the plan is taken back.", field="reason")
    batch = bulk.claim(actor, batch)
    actions, left = bulk.unchanged(actor, batch)
    if not actions:
        return None, left
    for action in actions:
        action.status, action.ended_at, action.outcome = Action.Status.WITHDRAWN, timezone.now(), reason
    fields = ["status", "ended_at", "outcome"]
    undone, late = bulk.change_parts(
        actor=actor, parts=actions, fields=fields, operation="take plan back", undoes=batch
    )
    if undone:
        _chronicle_each(actor, undone, [(f"Action withdrawn: {a.title}", reason) for a in undone.parts])
    return undone, left + late


@transaction.atomic
def change_actions(
    *,
    actor: Reader,
    actions: Collection[Action],
    owner: Owner | None = None,
    holder: str = "",
    due: date | None = None,
    reason: str = "",
) -> tuple[Batch | None, list[Action]]:
    """Gives open `actions`, of any records, another owner (`holder` as in `tracker.add`), another due date,
    or both; returns (their `Batch` or None, those that a person changed meanwhile: these stay). `undo_change`
    takes it back.

    `reason` is why their dates move. An owner who may not change an action hands it on within their agency.
    Raises PermissionDenied for one that the actor may neither change nor hand on; Refused for an action that
    is finished, for an owner who could not see one of them, a date without a reason, or nothing to change.
    """
    reason = optional_text(reason, field="reason")
    for action in actions:
        require_open(action)
    fields = [name for name, value in (("owner", owner), ("due", due)) if value is not None]
    if not fields:
        raise Refused("Choose another owner or another due date.", code="missing", field="owner")
    alone = {action.pk for action in hands_on_alone(actor, actions)}
    if alone and due is not None:
        raise PermissionDenied
    if owner is not None:
        if unseen_by(actor, actions, owner):
            raise cannot_see(owner)
        fields += ["owner_team", "owner_agency", "holder", "acceptance", "answer"]
    if due is not None:
        fields += ["times_moved", "first_due"]
    lines: dict[int, list[tuple[str, str]]] = {}
    given = []
    for action in actions:
        lines[action.pk] = []
        before, action.due = action.due, due or action.due
        if moved := move_due(action, before, reason):
            lines[action.pk].append((f"Action moved: {action.title}", moved))
        if owner is not None and not owned_by(action, owner, holder):
            text = f"From {action.owner_name} to {name_of(owner)}. {reason}".strip()
            lines[action.pk].append((f"Action handed on: {action.title}", text))
            assign(action, owner, holder)
            offer(action, by=actor.membership_id)
            given.append(action.pk)
    batch, left = bulk.change_parts(
        actor=actor, parts=actions, fields=fields, operation=CHANGE, also=lambda kept: owns(actor, kept)
    )
    if batch:
        _follow_each(actor, batch.parts)
        _chronicle_lines(actor, batch, lines)
        if given:
            _notify_owners(actor, [row for row in batch.parts if row.pk in given], batch=batch.uuid)
    return batch, left


@transaction.atomic
def undo_change(*, actor: Reader, batch: Batch) -> tuple[Batch | None, list[Action]]:
    """Takes a `change_actions` back; returns (the `Batch` of that or None, the actions that a person changed
    since: these stay). Raises as `bulk.undo`; Refused once the agency's hours for it are over.
    """
    if batch.made_at < timezone.now() - timedelta(hours=setting(UNDO_HOURS, actor.agency_id)):
        raise Refused("The time to undo this is over. Change the actions again.", code="too_late")
    undone, left = bulk.undo(actor=actor, batch=batch)
    if undone:
        _follow_each(actor, undone.parts)
        said = "Owner and due date are as before."
        lines = {row.pk: [(f"Change of action undone: {row.title}", said)] for row in undone.parts}
        _chronicle_lines(actor, undone, lines)
    return undone, left


def _follow_each(actor, actions):
    """What was given of an action follows its due date."""
    for action in actions:
        carry_over(actor, action)


def _chronicle_lines(actor, batch, lines):
    """The chronology's lines about the rows of `batch`: `lines` are {number: [(title, text)]}."""
    rows = [(row, Entry.Kind.ACTION, *line) for row in batch.parts for line in lines[row.pk]]
    if rows:
        bulk.chronicle_parts(actor=actor, batch=batch, lines=rows)


def _chronicle_each(actor, batch, lines):
    """A line in the chronology for each action of `batch`; `lines` are (title, text) in their order."""
    rows = [(a, Entry.Kind.ACTION, *line) for a, line in zip(batch.parts, lines, strict=True)]
    return bulk.chronicle_parts(actor=actor, batch=batch, lines=rows)


def _notify_owners(actor, actions, *, batch, people=None):
    """A mail for each owner's people who are not the actor; what waits for one person goes in one."""
    people = people or {ids_of(action): people_of(action) for action in actions}
    causes = [
        (a.uuid, [one for one in people[ids_of(a)] if one.pk != actor.membership_id], str(a.version))
        for a in actions
    ]
    enqueue_each("action_given", causes, batch=batch)
