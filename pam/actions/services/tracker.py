"""Every write to actions, as verbs. Each takes `actor`, a `visibility.Reader`; rows come through the gate.

Adding needs `contribute` on the record. So does changing, withdrawing and reopening what one's own agency
wrote or is to do; all else needs `manage` (`visibility.require_change`). The person who owns an action may
finish it with `view` alone: a partner reports what they did without being able to add to the record.
"""

from collections.abc import Collection, Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import NoLongerVisible, Refused
from pam.access.levels import Level
from pam.access.validation import require_text, save_valid
from pam.access.visibility import Reader
from pam.actions.models import Action, SanitisedAction
from pam.actions.owners import Owner, assign, ids_of, offer, owner_of
from pam.actions.selectors.actions import owns
from pam.actions.services.rules import (
    chronicle_action,
    day_words,
    keep_evidence,
    move_due,
    notify_owner_of,
    record_of,
    require_open,
    require_order,
    require_own_or_change,
    require_sight,
    require_strand,
    require_visit,
)
from pam.audit.services import Verb, log
from pam.records.models import Document, Record, Subject
from pam.records.services import add_part, save_part, touch

# How the chronology and the log call each end of an action.
ENDED_WORDS: dict[str, tuple[str, str]] = {
    Action.Status.DONE: ("Action done", "done action"),
    Action.Status.IMPOSSIBLE: ("Action not possible", "end action"),
    Action.Status.NOT_DONE: ("Action not done", "end action"),
    Action.Status.SUPERSEDED: ("Action superseded", "end action"),
    Action.Status.WITHDRAWN: ("Action withdrawn", "withdraw action"),
}


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
    depends_on: Action | None = None,
    visit: Subject | None = None,
    agencies: Iterable[int] | None = None,
    operation: str | None = None,
    sanitised: SanitisedAction | None = None,
    code: str = "",
    chronicle_text: str = "",
    notify_owner: bool = True,
    strand_needed: bool = True,
) -> Action:
    """A new action of `record` for `owner` (a person, team or agency) by `due`, for `agencies`; returns it.

    `holder` names a person without a sign-in beside a team or agency; `depends_on` is an action of the record
    that has to end first; `visit` is a person or place of the record that it sends people to.

    `sanitised` is what another agency or person was given of it (see sanitised.py) under the same `code`;
    `chronicle_text` says so in the chronology. Its owner's people are mailed, unless not `notify_owner`.
    Not `strand_needed`, it may be in none of the record's strands: it belongs to no plan.
    Raises PermissionDenied without `contribute`; Refused (field "owner") for an owner who could not see it.
    """
    visibility.require(actor, record, Level.CONTRIBUTE)
    require_strand(record, strand, needed=strand_needed or bool(plan))
    require_sight(actor, record, [owner], agencies)
    action = Action(
        title=title,
        details=details,
        strand=strand,
        plan=plan,
        due=due,
        record_id=record.pk,
        depends_on=depends_on,
        visit=visit,
        sanitised=sanitised,
        **({"code": code} if code else {}),
    )
    require_order(actor, action)
    require_visit(actor, action)
    assign(action, owner, holder)
    offer(action, by=actor.membership_id)
    add_part(
        actor=actor,
        part=action,
        record=record,
        agencies=agencies,
        operation=operation or "add action",
    )
    added_for = chronicle_text or f"For {action.owner_name}"
    chronicle_action(actor, action, f"Action added: {title}", f"{added_for}, due {day_words(due)}.")
    if notify_owner:
        notify_owner_of("action_given", actor, action, record)
    return action


@transaction.atomic
def edit(*, actor: Reader, action: Action, version: int, reason: str = "") -> Action:
    """Saves an open action whose title, details, strand, plan, owner or due date were changed on the row.

    `version` is the one that the form was opened at; `reason` is why the due date moves. The agencies stay:
    to address it to others, withdraw it and add another. A new owner is asked to accept it, and so is one who
    had declined it.

    Raises PermissionDenied unless the actor may change it, Stale, or Refused: for an owner who could not see
    it, a new date without a reason, or an action that is finished.
    """
    before = visibility.visible_to(actor, Action).filter(pk=action.pk).first()
    if before is None:
        raise NoLongerVisible
    visibility.require_change(actor, before)
    require_open(action)
    record = record_of(actor, action)
    require_strand(record, action.strand, needed=bool(before.strand))
    require_order(actor, action)
    if action.visit_id != before.visit_id:
        require_visit(actor, action)
    assign(action, owner_of(action), action.holder)
    kept = ids_of(before) == ids_of(action)
    if not kept:
        require_sight(actor, record, [owner_of(action)], action.agencies)
    asked_again = not kept or before.declined
    if asked_again:
        offer(action, by=actor.membership_id)
    moved = move_due(action, before.due, reason)
    carry_over(actor, action)  # first: afterwards the action may be another agency's
    save_part(actor=actor, part=action, version=version, operation="edit action")
    touch(Record(pk=action.record_id), action)
    if moved:
        chronicle_action(actor, action, f"Action moved: {action.title}", moved)
    if asked_again:
        notify_owner_of("action_given", actor, action, record)
    return action


def restore_value(*, actor: Reader, row: Action, version: int, changed: Collection[str]) -> Action:
    """Saves an open action of which an earlier value was put back. Raises as `edit`; Refused for an owner who
    was no person.
    """
    if "owner" in changed:
        if row.owner is None:
            raise Refused("Choose the team or agency on the action’s page.", code="no_person", field="owner")
        assign(row, row.owner)
    return edit(actor=actor, action=row, version=version, reason="An earlier date was put back.")


@transaction.atomic
def finish(
    *,
    actor: Reader,
    action: Action,
    version: int,
    outcome: str,
    status: str = Action.Status.DONE,
    evidence: str = "",
    evidence_document: Document | None = None,
) -> Action:
    """Ends an open action as `status`: done, with the outcome in `outcome`; or not possible, not done,
    superseded or withdrawn, with the reason in `outcome`. `evidence` is a reference to what shows it,
    `evidence_document` a document of the record.

    Its owner may say that it is done, not possible or not done; who may change it, all of them. Raises
    PermissionDenied, Stale, or Refused: without an outcome or reason, or without evidence where the actor's
    agency asks for it.
    """
    if status in Action.OFF_PLAN:
        visibility.require_change(actor, action)
    else:
        require_own_or_change(actor, action)
    require_open(action)
    if status not in ENDED_WORDS:
        raise Refused("Select how the action ended.", code="invalid_choice", field="status")
    missing = (
        "Say what was done and what the outcome was."
        if status == Action.Status.DONE
        else f"Say why it is {Action.Status(status).label.lower()}."
    )
    action.outcome = require_text(outcome, missing, field="outcome")
    keep_evidence(actor, action, status, evidence, evidence_document)
    by_owner = owns(actor, action) and status not in Action.OFF_PLAN
    action.status, action.ended_at = status, timezone.now()
    words, operation = ENDED_WORDS[status]
    save_part(
        actor=actor,
        part=action,
        version=version,
        level=Level.VIEW if by_owner else None,
        operation=operation,
    )
    States = SanitisedAction.State
    carry_over(actor, action, state=States.WITHDRAWN if status in Action.OFF_PLAN else States.CLOSED)
    touch(Record(pk=action.record_id), action)
    shown_by = f"{action.outcome} Evidence: {action.evidence}" if action.evidence else action.outcome
    chronicle_action(actor, action, f"{words}: {action.title}", shown_by)
    return action


@transaction.atomic
def reopen(*, actor: Reader, action: Action, version: int, reason: str) -> Action:
    """Opens an action again that had ended; the outcome stays in the history and the
    chronology.

    Raises PermissionDenied unless the actor may change it, Stale, or Refused: without a reason, or if it is
    open.
    """
    visibility.require_change(actor, action)
    if action.status == Action.Status.OPEN:
        raise Refused("This action is already open.", code="already_open")
    require_text(reason, "Say why you are reopening it.", field="reason")
    action.status, action.ended_at, action.outcome = Action.Status.OPEN, None, ""
    action.evidence, action.evidence_document = "", None
    save_part(actor=actor, part=action, version=version, operation="reopen action")
    carry_over(actor, action, state=SanitisedAction.State.OPEN)
    touch(Record(pk=action.record_id), action)
    chronicle_action(actor, action, f"Action reopened: {action.title}", reason.strip())
    notify_owner_of("action_reopened", actor, action, record_of(actor, action))
    return action


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


def carry_over(actor: Reader, action: Action, *, state: str | None = None) -> None:
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
