"""The moves between stages that a meeting can decide, and those that it did."""

from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from meetings.models import AgendaItem, Decision
from pam.access import visibility
from pam.access.levels import Level
from pam.access.visibility import Reader
from pam.records.models import Record
from pam.stages import selectors as stages
from pam.stages.models import Move


@dataclass(frozen=True)
class Moves:
    """`choices` are (code, label) of moves that can be decided now; `not_yet` says why others can't."""

    choices: list[tuple[str, str]]
    not_yet: str = ""


def moves_of(reader: Reader, item: AgendaItem) -> Moves:
    """The moves that the record of an agenda item can make, for a reader who manages it; none for others."""
    none = Moves([])
    if item.about_id is None:
        return none
    record = visibility.visible_to(reader, Record).filter(pk=item.about_id).first()
    level = visibility.level(reader, record) if record else 0
    if record is None or level < Level.MANAGE or not record.stage_version_id:
        return none
    row = stages.own_row(reader, record)
    if stages.asked_move(reader, row):
        return none
    found = stages.choices(reader, row, level)
    offered = [(one.code, f"{one.label}{_by(one)}") for one in found if one.open]
    waiting = [f"{one.label} ({', '.join(one.missing)})" for one in found if one.missing and not one.why]
    return Moves(offered, f"Not yet, something is missing: {'; '.join(waiting)}." if waiting else "")


def _by(choice):
    return f" (approved by: {choice.approvers})" if choice.approvers else ""


def decisions_behind(reader: Reader, uuids: set[UUID]) -> dict[UUID, tuple[str, str]]:
    """{uuid: (words, address)} of decisions that moves were made by, as far as the reader may see them."""
    rows = visibility.visible_to(reader, Decision).filter(uuid__in=uuids).select_related("record")
    return {
        row.uuid: (
            f"Decision {row.code} of {row.record.reference}",
            f"{reverse('meetings:detail', args=[row.record.uuid])}",
        )
        for row in rows
    }


def moves_that_wait(reader: Reader, meeting: Record) -> list[Move]:
    """The moves that decisions of a meeting asked for and that wait for approval, as the reader sees them."""
    decisions = visibility.visible_to(reader, Decision).filter(record_id=meeting.pk).exclude(about=None)
    rows = visibility.visible_to(reader, Move).filter(
        basis__in=list(decisions.values_list("uuid", flat=True)), state=Move.State.ASKED
    )
    return list(rows.select_related("record", "framework_version").order_by("pk"))
