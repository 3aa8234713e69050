"""Every write to actions, as verbs. Each takes `actor`, a `visibility.Reader`; rows come through the gate.

Adding needs `contribute` on the record. So does changing, cancelling and reopening what one's own agency
wrote or is to do; all else needs `manage` (`visibility.require_change`). The person who owns an action may
finish it with `view` alone: a partner reports what they did without being able to add to the record.
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import NoLongerVisible, Refused
from pam.access.levels import Level
from pam.access.models import Membership
from pam.access.reader import reader_of_membership
from pam.access.validation import require_text, save_valid
from pam.access.visibility import Reader
from pam.actions.models import Action, SanitisedAction
from pam.actions.owners import Owner, assign, ids_of, name_of, owner_of
from pam.actions.selectors.actions import (
    Step,
    may_finish,
    owns,
    people_of,
    possible_groups,
    possible_owners,
    steps_of,
)
from pam.audit.services import Verb, log
from pam.frameworks.models import PlanTemplate
from pam.notifications.services import enqueue, enqueue_each
from pam.records import bulk
from pam.records.kinds import kind_of
from pam.records.models import Batch, Entry, Record
from pam.records.services import add_part, chronicle, save_part, touch

CANNOT_SEE = (
    "{name} cannot see this action. Choose an owner who can open the record and is in the action’s audience."
)


def _require_sight(actor, record, owners, agencies):
    """Raises Refused unless each of `owners` would see an action that is for `agencies`."""
    people = {owner.pk for owner in owners if isinstance(owner, Membership)}
    possible = possible_owners(actor, record, agencies=agencies).filter(pk__in=people)
    seen: set = set(possible) if people else set()
    if any(not isinstance(owner, Membership) for owner in owners if owner):
        for groups in possible_groups(actor, record, agencies=agencies):
            seen |= set(groups)
    for owner in owners:
        if owner not in seen:
            raise _cannot_see(owner)


def _require_strand(record, strand):
    """Raises Refused unless `strand` is one of the record's kind; empty for a kind without strands."""
    strands = kind_of(record.kind).strands
    if strands is None:
        if strand:
            raise Refused("Actions on this kind of record have no strand.", code="not_asked", field="strand")
    elif strand not in dict(strands.choices):
        names = [label for _, label in strands.choices]
        raise Refused(
            f"Select {', '.join(names[:-1])} or {names[-1]}.",
            code="invalid_choice" if strand else "missing",
            field="strand",
        )


def _cannot_see(owner):
    words = CANNOT_SEE.format(name=name_of(owner) if owner else "Nobody")
    return Refused(words, code="owner_cannot_see", field="owner")


@transaction.atomic
def add(
    *,
    actor: Reader,
    record: Record,
    title: str,
    owner: Owner,
    due: date,
    holder: str = "",
    strand: str = "",
    details: str = "",
    plan: str = "",
    agencies: Iterable[int] | None = None,
    operation: str | None = None,
    sanitised: SanitisedAction | None = None,
    code: str = "",
    chronicle_text: str = "",
    notify_owner: bool = True,
) -> Action:
    """A new action of `record` for `owner` (a person, team or agency) by `due`, for `agencies`; returns it.

    `holder` names a person without a sign-in beside a team or agency.

    `sanitised` is what another agency or person was given of it (see sanitised.py) under the same `code`;
    `chronicle_text` says so in the chronology. Its owner's people are mailed, unless not `notify_owner`.
    Raises PermissionDenied without `contribute`; Refused (field "owner") for an owner who could not see it.
    """
    visibility.require(actor, record, Level.CONTRIBUTE)
    _require_strand(record, strand)
    _require_sight(actor, record, [owner], agencies)
    action = Action(
        title=title,
        details=details,
        strand=strand,
        plan=plan,
        due=due,
        sanitised=sanitised,
        **({"code": code} if code else {}),
    )
    assign(action, owner, holder)
    add_part(
        actor=actor,
        part=action,
        record=record,
        agencies=agencies,
        operation=operation or "add action",
    )
    added_for = chronicle_text or f"For {action.owner_name}"
    _chronicle(actor, action, f"Action added: {title}", f"{added_for}, due {_day(due)}.")
    if notify_owner:
        _notify_owner("action_given", actor, action, record)
    return action


@transaction.atomic
def edit(*, actor: Reader, action: Action, version: int) -> Action:
    """Saves an open action whose title, details, strand, plan, owner or due date were changed on the row.

    `version` is the one that the form was opened at. The agencies stay: to address it to others, cancel it
    and add another. An owner who stays is not asked about again. Raises PermissionDenied unless the actor may
    change it, Stale, or Refused: for an owner who could not see it, or an action that is finished.
    """
    before = visibility.visible_to(actor, Action).filter(pk=action.pk).first()
    if before is None:
        raise NoLongerVisible
    visibility.require_change(actor, before)
    _require_open(action)
    record = _record_of(actor, action)
    _require_strand(record, action.strand)
    assign(action, owner_of(action), action.holder)
    kept = ids_of(before) == ids_of(action)
    if not kept:
        _require_sight(actor, record, [owner_of(action)], action.agencies)
    _carry_over(actor, action)  # first: afterwards the action may be another agency's
    save_part(actor=actor, part=action, version=version, operation="edit action")
    touch(Record(pk=action.record_id), action)
    if not kept:
        _notify_owner("action_given", actor, action, record)
    return action


def restore_value(*, actor: Reader, row: Action, version: int, changed: Collection[str]) -> Action:
    """Saves an open action of which an earlier value was put back. Raises as `edit`; Refused for an owner who
    was no person.
    """
    if "owner" in changed:
        if row.owner is None:
            raise Refused("Choose the team or agency on the action’s page.", code="no_person", field="owner")
        assign(row, row.owner)
    return edit(actor=actor, action=row, version=version)


@transaction.atomic
def finish(*, actor: Reader, action: Action, version: int, outcome: str) -> Action:
    """Marks an open action as done, with what came of it. Its owner may, and who may change it.

    Raises PermissionDenied, Stale, or Refused without an outcome.
    """
    _require_own_or_change(actor, action)
    _require_open(action)
    require_text(outcome, "Say what was done and what the outcome was.", field="outcome")
    action.outcome = outcome.strip()
    level = Level.VIEW if owns(actor, action) else None
    return _end(actor, action, version, Action.Status.DONE, "Action done", level=level)


@transaction.atomic
def cancel(*, actor: Reader, action: Action, version: int, reason: str) -> Action:
    """Marks an open action as not to be done, and why. Raises PermissionDenied, Stale, or Refused without a
    reason.
    """
    visibility.require_change(actor, action)
    _require_open(action)
    require_text(reason, "Say why it will not be done.", field="reason")
    action.outcome = reason.strip()
    return _end(actor, action, version, Action.Status.CANCELLED, "Action cancelled")


def _end(actor, action, version, status, words, *, level=None):
    action.status, action.ended_at = status, timezone.now()
    save_part(actor=actor, part=action, version=version, level=level, operation=f"{words.split()[1]} action")
    States = SanitisedAction.State
    _carry_over(actor, action, state=States.CLOSED if status == Action.Status.DONE else States.WITHDRAWN)
    touch(Record(pk=action.record_id), action)
    _chronicle(actor, action, f"{words}: {action.title}", action.outcome)
    return action


@transaction.atomic
def reopen(*, actor: Reader, action: Action, version: int, reason: str) -> Action:
    """Opens an action again that was done or cancelled; what came of it stays in the history and the
    chronology.

    Raises PermissionDenied unless the actor may change it, Stale, or Refused: without a reason, or if it is
    open.
    """
    visibility.require_change(actor, action)
    if action.status == Action.Status.OPEN:
        raise Refused("This action is already open.", code="already_open")
    require_text(reason, "Say why you are reopening it.", field="reason")
    action.status, action.ended_at, action.outcome = Action.Status.OPEN, None, ""
    save_part(actor=actor, part=action, version=version, operation="reopen action")
    _carry_over(actor, action, state=SanitisedAction.State.OPEN)
    touch(Record(pk=action.record_id), action)
    _chronicle(actor, action, f"Action reopened: {action.title}", reason.strip())
    _notify_owner("action_reopened", actor, action, _record_of(actor, action))
    return action


@transaction.atomic
def apply_plan(
    *,
    actor: Reader,
    record: Record,
    template: PlanTemplate,
    owner: Owner | None = None,
    steps: Iterable[Step] | None = None,
    agencies: Iterable[int] | None = None,
) -> Batch:
    """Adds the actions of a PlanTemplate in one go; returns their `Batch`, with them in its `parts`.

    `steps` are the `Step`s that a person kept and changed; without it each step of the template is added for
    `owner`, due so many days from today. All or none. Raises as `add` does; Refused if no step was kept.
    """
    if template.kind != record.kind:
        raise Refused("That plan is for another kind of record.", code="wrong_kind", field="template")
    steps = steps if steps is not None else steps_of(template, owner)
    if not steps:
        raise Refused("Tick at least one action.", code="missing", field="steps")
    for step in steps:
        _require_strand(record, step.strand)
    _require_sight(actor, record, [step.owner for step in steps], agencies)
    actions = [_of_step(step, template) for step in steps]
    batch = bulk.add_parts(
        actor=actor, record=record, parts=actions, agencies=agencies, operation="apply plan"
    )
    lines = [(f"Action added: {a.title}", f"For {a.owner_name}, due {_day(a.due)}.") for a in actions]
    _chronicle_each(actor, batch, lines)
    _notify_owners(actor, actions, batch=record.uuid)
    return batch


def _of_step(step, template):
    action = Action(
        title=step.title, details=step.details, strand=step.strand, plan=template.plan, due=step.due
    )
    assign(action, step.owner)
    return action


@transaction.atomic
def take_plan_back(*, actor: Reader, batch: Batch, reason: str) -> tuple[Batch | None, list[Action]]:
    """Cancels the actions that `apply_plan` added as `batch`; returns (their `Batch` or None, the actions
    that a person changed since: these stay).

    Raises PermissionDenied for another person's batch; Refused without a reason, or a second time.
    """
    reason = require_text(reason, "Say why the plan is taken back.", field="reason")
    batch = bulk.claim(actor, batch)
    actions, left = bulk.unchanged(actor, batch)
    if not actions:
        return None, left
    for action in actions:
        action.status, action.ended_at, action.outcome = Action.Status.CANCELLED, timezone.now(), reason
    fields = ["status", "ended_at", "outcome"]
    undone, late = bulk.change_parts(
        actor=actor, parts=actions, fields=fields, operation="take plan back", undoes=batch
    )
    if undone:
        _chronicle_each(actor, undone, [(f"Action cancelled: {a.title}", reason) for a in undone.parts])
    return undone, left + late


@transaction.atomic
def change_actions(
    *, actor: Reader, actions: Collection[Action], owner: Membership | None = None, due: date | None = None
) -> tuple[Batch | None, list[Action]]:
    """Gives open `actions`, of any records, another person as owner, another due date, or both; returns
    (their `Batch` or None, those that a person changed meanwhile: these stay). `undo_change` takes it back.

    Raises PermissionDenied for one that the actor may not change; Refused for an action that is finished, for
    an owner who could not see one of them, or for nothing to change.
    """
    for action in actions:
        _require_open(action)
    fields = [name for name, value in (("owner", owner), ("due", due)) if value is not None]
    if not fields:
        raise Refused("Choose another owner or another due date.", code="missing", field="owner")
    if owner is not None:
        _require_sight_of_each(actor, actions, owner)
        fields += ["owner_team", "owner_agency", "holder"]
    for action in actions:
        action.due = due or action.due
        if owner is not None:
            assign(action, owner)
    batch, left = bulk.change_parts(actor=actor, parts=actions, fields=fields, operation="change actions")
    if batch:
        _follow_each(actor, batch.parts)
        if owner is not None:
            _notify_owners(actor, batch.parts, batch=batch.uuid)
    return batch, left


@transaction.atomic
def undo_change(*, actor: Reader, batch: Batch) -> tuple[Batch | None, list[Action]]:
    """Takes a `change_actions` back; returns (the `Batch` of that or None, the actions that a person changed
    since: these stay). Raises as `bulk.undo`.
    """
    undone, left = bulk.undo(actor=actor, batch=batch)
    if undone:
        _follow_each(actor, undone.parts)
    return undone, left


def _require_sight_of_each(actor, actions, owner):
    """Raises Refused unless `owner` sees each of `actions`, and is a person who `actor` may choose there."""
    records = visibility.visible_to(actor, Record).in_bulk({action.record_id for action in actions})
    reader = reader_of_membership(owner.pk)
    with visibility.reading(reader):
        seen = visibility.visible_to(reader, Action).filter(pk__in=[action.pk for action in actions])
        seen = set(seen.values_list("pk", flat=True))
    levels = visibility.levels(actor, records)
    for action in actions:
        near = owner.agency_id in {actor.agency_id, records[action.record_id].agency_id}
        if action.pk not in seen or not (near or levels[action.record_id] >= Level.MANAGE):
            raise _cannot_see(owner)


def _follow_each(actor, actions):
    """What was given of an action follows its due date."""
    for action in actions:
        _carry_over(actor, action)


def _chronicle_each(actor, batch, lines):
    """A line in the chronology for each action of `batch`; `lines` are (title, text) in their order."""
    rows = [(a, Entry.Kind.ACTION, *line) for a, line in zip(batch.parts, lines, strict=True)]
    bulk.chronicle_parts(actor=actor, batch=batch, lines=rows)


def _notify_owners(actor, actions, *, batch):
    """A mail for each owner's people who are not the actor; what waits for one person goes in one."""
    people = {ids_of(action): people_of(action) for action in actions}
    causes = [
        (a.uuid, [one for one in people[ids_of(a)] if one.pk != actor.membership_id], str(a.version))
        for a in actions
    ]
    enqueue_each("action_given", causes, batch=batch)


def disclose_sanitised(actor: Reader, number: int, row: SanitisedAction, operation: str) -> None:
    """Logs that what is in the sanitised action `row` of record `number` went to its receiver."""
    log(
        actor,
        Verb.DISCLOSURE,
        operation,
        [number],
        detail=f"Sanitised action {row.uuid}",
        recipient=str(row.receiver),
        recipient_agency=row.receiver_agency_id,
    )


def _carry_over(actor, action, *, state=None):
    """What happened to `action` happens to the sanitised one that was given of it: a new due date, or its
    end.
    """
    if action.sanitised_id is None:
        return
    row = SanitisedAction.objects.select_related("receiver").get(pk=action.sanitised_id)
    if row.due == action.due and state in (None, row.state):
        return
    row.due, row.state = action.due, state or row.state
    save_valid(row, update_fields=["due", "state"])
    disclose_sanitised(actor, action.record_id, row, "change sanitised action")


def _require_own_or_change(actor, action):
    if not may_finish(actor, action, visibility.level(actor, action)):
        raise PermissionDenied


def _require_open(action):
    if action.status != Action.Status.OPEN:
        raise Refused("This action is finished. Reopen it first.", code="finished")


def _record_of(actor, action):
    return visibility.visible_to(actor, Record).get(pk=action.record_id)


def _chronicle(actor, action, title, text):
    """A line in the record's chronology, for the same agencies as the action."""
    chronicle(
        actor=actor,
        record=Record(pk=action.record_id),
        kind=Entry.Kind.ACTION,
        title=title,
        text=text,
        agencies=action.agencies,
    )


def _notify_owner(event, actor, action, record):
    """A mail for the owner's people who are not the actor; several on one record go in one."""
    people = [person for person in people_of(action) if person.pk != actor.membership_id]
    enqueue(event, action.uuid, people, occasion=str(action.version), batch=record.uuid)


def _day(day):
    return f"{day.day} {day:%B %Y}"
