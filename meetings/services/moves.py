"""Moves between stages that a meeting decides: written by the meeting, with its decision as their basis."""

from django.db import transaction

from meetings.models import AgendaItem, Decision, Meeting
from meetings.selectors.moves import moves_that_wait
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.visibility import Reader
from pam.records.models import Record
from pam.stages import selectors as stages
from pam.stages.models import Move
from pam.stages.services import approve_move, make_move


def move_in_words(actor: Reader, item: AgendaItem, code: str) -> str:
    """What the minutes say of the move: "Stage: Archive, to Archived once it is approved"."""
    record = item.about_id and visibility.visible_to(actor, Record).filter(pk=item.about_id).first()
    if not record or not record.stage_version_id:
        return ""
    row = stages.own_row(actor, record)
    found = stages.choices(actor, row, visibility.level(actor, row))
    one = next((choice for choice in found if choice.code == code), None)
    return (
        one
        and f"Stage: {one.label}, to {one.to_label}{' once it is approved' if one.approvers else ''}."
        or ""
    )


def move_by_decision(actor: Reader, decision: Decision, code: str) -> Move:
    """Makes the move with this code of the record that the decision is about, or asks for it where the map
    names who approves: the chair does as the meeting is closed (`approve_moves`), else who the map names.

    Raises Refused (beside the field `move`) where it can't be made, or there is no record.
    """
    record = decision.about_id and visibility.visible_to(actor, Record).filter(pk=decision.about_id).first()
    if not record:
        raise Refused("This item is about no record that has stages.", code="no_record", field="move")
    row = stages.own_row(actor, record)
    try:
        return make_move(
            actor=actor,
            record=row,
            version=row.version,
            move=code,
            reason=said_of_it(actor),
            basis=decision.uuid,
        )
    except Refused as refusal:
        raise Refused(refusal.message, code=refusal.code, field="move") from refusal


def said_of_it(actor: Reader) -> str:
    """What a move says to all who can open its record: nothing of the meeting and its reasons. Who may see
    the decision is led to it (pam/stages/bases.py), and its line of the chronology has the rationale.
    """
    return f"Decided by {actor.agency_name}"


def approve_moves(actor: Reader, meeting: Meeting) -> list[str]:
    """Approves what the meeting's decisions asked for and the actor may approve. Returns a sentence for each
    that still waits, and why: the meeting goes on without it, and nothing is lost.
    """
    waits = []
    for move in moves_that_wait(actor, meeting):
        called = f"{move.record.reference}, {move.label}"
        row = stages.own_row(actor, move.record)
        if not stages.approves(actor, row, move):
            by = (
                "the person who asked for it cannot approve it" if _mine(actor, move) else "others approve it"
            )
            waits.append(f"{called}: it still waits, {by}.")
            continue
        try:
            with transaction.atomic():
                approve_move(actor=actor, move=move, version=move.version, decision=said_of_it(actor))
        except Refused as refusal:
            waits.append(f"{called}: {refusal.message}")
    return waits


def _mine(actor, move):
    return move.author_id == actor.membership_id
