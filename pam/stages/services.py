"""Every write to the stages of records, as verbs. Each takes `actor`, a `visibility.Reader`.

A move needs `manage` on the record, and the roles that its map names besides. One into an end or out of it,
and one that is approved, is made by people of the agency that owns the record.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import NoLongerVisible, Refused
from pam.access.levels import Level
from pam.access.validation import optional_text, require_text
from pam.access.visibility import Reader
from pam.frameworks.models import FrameworkVersion
from pam.frameworks.stage_maps import stage_of
from pam.records.models import Entry, Record
from pam.records.owning import is_owner
from pam.records.services import (
    add_part,
    chronicle,
    claim_version,
    close_record,
    reopen_record,
    save_part,
    save_record,
)
from pam.stages import selectors
from pam.stages.events import tell_begun, tell_reached
from pam.stages.models import Move
from pam.stages.notices import tell_decided
from pam.stages.selectors import Choice


def begin(actor: Reader, records: Sequence[Record]) -> None:
    """Puts records of one kind that are not kept yet at the first stage of the map in force; at their own
    `stage`, if that is set (what moves in from another system begins where it was there). Raises Refused for
    no stage of the map, or an end.
    """
    found = selectors.map_in_force(actor, records[0].kind)
    rows = {row["code"]: row for row in found.body["stages"]} if found else {}
    for record in records:
        if found is None:
            record.stage = ""
            continue
        code = record.stage or found.body["start"]
        if code not in rows or rows[code].get("end"):
            raise Refused("Choose a stage of the map that is no end.", code="invalid_choice", field="stage")
        record.stage, record.stage_version = code, found


def begun(actor: Reader, records: Sequence[Record]) -> None:
    """Tells who listens at which stage new records of one kind begin."""
    at: dict[str, list[Record]] = {}
    for record in records:
        if record.stage_version is not None:
            at.setdefault(record.stage, []).append(record)
    for code, some in at.items():
        version = cast(FrameworkVersion, some[0].stage_version)
        tell_begun(actor, some, stage_of(version.body, code))


@transaction.atomic
def make_move(
    *,
    actor: Reader,
    record: Record,
    version: int,
    move: str,
    on: date | None = None,
    reason: str = "",
    basis: UUID | None = None,
) -> Move:
    """Makes the move with the code `move`, or asks for it where the map names who approves; `version` is that
    of the record when the page was opened, `basis` what decided it elsewhere (bases.py). Returns the row.

    Raises PermissionDenied without `manage`, Stale, or Refused (with what is missing): not a move from here,
    not this person's, something must be there first, no reason, a day to come.
    """
    row = selectors.own_row(actor, record)
    visibility.require(actor, row, Level.MANAGE)
    choice = _possible(actor, row, move)
    made = _row(row, choice, on, reason)
    made.basis = basis
    if choice.approvers:
        claim_version(row, version)
        made.state = Move.State.ASKED
        add_part(actor=actor, part=made, record=row, operation="ask for move")
        title = f"{choice.label}: approval asked"
        chronicle(actor=actor, record=row, kind=Entry.Kind.CHANGE, title=title, text=made.reason)
        return made
    stage = _stage(row, choice.to)
    _save(actor, row, version, stage, _title(row, stage), made.reason)
    add_part(actor=actor, part=made, record=row, operation="move")
    _arrived(actor, row, stage)
    return made


def _possible(actor, row, code) -> Choice:
    if selectors.asked_move(actor, row):
        raise Refused("A move waits for approval. Withdraw it first.", code="asked_already")
    return _choice_named(actor, row, code)


def _choice_named(actor, row, code) -> Choice:
    found = selectors.choices(actor, row, Level.MANAGE)
    choice = next((one for one in found if one.code == code), None)
    if choice is None:
        raise Refused("There is no such move from the stage that it is at.", code="not_from_here")
    if choice.why:
        raise Refused(" ".join(choice.why), code="not_yours")
    if choice.missing:
        raise Refused(f"Not yet. Missing: {'; '.join(choice.missing)}.", code="missing_first")
    return choice


def _row(row, choice: Choice, on, reason):
    day = on or timezone.localdate()
    if day > timezone.localdate():
        raise Refused("The day of a move cannot be in the future.", code="too_late", field="on")
    if choice.reason:
        reason = require_text(reason, "Say why.", field="reason")
    return Move(
        framework_version=row.stage_version,
        move=choice.code,
        label=choice.label,
        from_code=row.stage,
        from_label=_label(row),
        to_code=choice.to,
        to_label=choice.to_label,
        on=day,
        reason=optional_text(reason, field="reason"),
    )


def _stage(row, code) -> Mapping[str, Any]:
    return stage_of(row.stage_version.body, code)


def _label(row) -> str:
    return _stage(row, row.stage)["label"]


def _title(row, stage):
    return f"Stage changed from {_label(row)} to {stage['label']}"


def _save(actor, row, version, stage, title, reason):
    """Saves the record with its line of the chronology; closed at an end, and only there. The stage itself
    follows from the move.
    """
    values = {"actor": actor, "record": row, "version": version}
    if stage.get("end") and not row.closed_at:
        close_record(**values, title=title, reason=reason, operation="move")
    elif row.closed_at and not stage.get("end"):
        reopen_record(**values, title=title, reason=reason, operation="move")
    else:
        save_record(**values, operation="move")
        chronicle(actor=actor, record=row, kind=Entry.Kind.CHANGE, title=title, text=reason)


def _arrived(actor, row, stage):
    row.stage = stage["code"]
    tell_reached(actor, row, stage)


@transaction.atomic
def approve_move(*, actor: Reader, move: Move, version: int, decision: str = "") -> Move:
    """Makes a move that was asked for, as the second person. Raises PermissionDenied without `manage`, Stale,
    or Refused: it was decided, it is not this person's to approve, or what must be there is there no longer.
    """
    row = _to_decide(actor, move)
    _still_possible(actor, row, move)
    stage = _stage(row, move.to_code)
    title = f"{_title(row, stage)}, approved"
    _save(actor, row, row.version, stage, title, move.reason)
    _decide(actor, move, version, Move.State.MADE, decision, "approve move")
    tell_decided(move)
    _arrived(actor, row, stage)
    return move


def _still_possible(actor, row, move):
    """Raises Refused if it is no longer a move, or something is missing. The asker's role was checked
    when they asked.
    """
    body = row.stage_version.body if row.stage_version else {"moves": []}
    here = row.stage == move.from_code and row.stage_version_id == move.framework_version_id
    if not here or all(one["code"] != move.move for one in body["moves"]):
        raise Refused("The record is at another stage by now. Refuse this move.", code="not_from_here")
    found = selectors.choices(actor, row, Level.MANAGE)
    missing = next(one.missing for one in found if one.code == move.move)
    if missing:
        raise Refused(f"Not yet. Missing: {'; '.join(missing)}.", code="missing_first")


@transaction.atomic
def refuse_move(*, actor: Reader, move: Move, version: int, decision: str) -> Move:
    """Refuses a move that was asked for, with the reason. Raises as `approve_move`."""
    row = _to_decide(actor, move)
    decision = require_text(decision, "Say why it is refused.", field="decision")
    _decide(actor, move, version, Move.State.REFUSED, decision, "refuse move")
    tell_decided(move)
    chronicle(
        actor=actor,
        record=row,
        kind=Entry.Kind.CHANGE,
        title=f"{move.label}: refused",
        text=decision,
    )
    return move


def _to_decide(actor, move):
    row = selectors.own_row(actor, Record(pk=move.record_id, kind=_kind_of(actor, move)))
    visibility.require(actor, row, Level.MANAGE)
    if not move.waits:
        raise Refused("This move was decided already.", code="decided")
    if not selectors.approves(actor, row, move):
        raise Refused("A second person decides it, in the role that the map names.", code="not_yours")
    return row


def _kind_of(actor, move):
    rows = visibility.visible_to(actor, Record).filter(pk=move.record_id)
    kind = rows.values_list("kind", flat=True).first()
    if kind is None:
        raise NoLongerVisible
    return kind


def _decide(actor, move, version, state, decision, operation):
    move.state, move.decision = state, optional_text(decision, field="decision")
    move.decided_by_id, move.decided_at = actor.membership_id, timezone.now()
    save_part(actor=actor, part=move, version=version, operation=operation)


@transaction.atomic
def withdraw_move(*, actor: Reader, move: Move, version: int, decision: str = "") -> Move:
    """Takes back a move that waits for approval. Raises PermissionDenied unless the actor may change it,
    Stale, or Refused for one that was decided.
    """
    if not move.waits:
        raise Refused("This move was decided already.", code="decided")
    _decide(actor, move, version, Move.State.WITHDRAWN, decision, "withdraw move")
    record = Record(pk=move.record_id)
    title = f"{move.label}: withdrawn"
    chronicle(actor=actor, record=record, kind=Entry.Kind.CHANGE, title=title, text=move.decision)
    return move


@transaction.atomic
def take_newer_map(*, actor: Reader, record: Record, version: int) -> Move:
    """Moves a record to the stage map that is in force, at the stage that took the place of its own.

    Raises PermissionDenied without `manage`, Stale, or Refused: another agency's, a move that waits, or no
    newer map.
    """
    row = selectors.own_row(actor, record)
    visibility.require(actor, row, Level.MANAGE)
    if not is_owner(actor, row):
        raise Refused("Only the agency that owns the record decides this.", code="owner_decides")
    if selectors.asked_move(actor, row):
        raise Refused("A move waits for approval. Withdraw it first.", code="asked_already")
    newer = selectors.newer_map(actor, row)
    if newer is None:
        raise Refused("It is on the stage map that is in force.", code="no_newer_version")
    stage = stage_of(newer.body, row.stage)
    before = _label(row) if row.stage_version else ""
    title = f"Newer stages taken: {before} is now {stage['label']}" if before else f"Stage: {stage['label']}"
    _save(actor, row, version, stage, title, "")
    made = Move(
        framework_version=newer,
        label="Newer stages taken" if before else "First stage",
        from_code=row.stage,
        from_label=before,
        to_code=stage["code"],
        to_label=stage["label"],
    )
    add_part(actor=actor, part=made, record=row, operation="take newer stages")
    row.stage_version = newer
    _arrived(actor, row, stage)
    return made
