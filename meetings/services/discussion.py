"""What is said about an item of the agenda: two people may write it at once, and no word is lost."""

from django.db import transaction

from meetings.merging import merge
from meetings.models import AgendaItem, Meeting
from meetings.selectors.kinds import offered_outcomes
from meetings.services.minutes import lock
from pam.access import visibility
from pam.access.errors import Refused, Stale
from pam.access.levels import Level
from pam.access.visibility import Reader
from pam.records.services import save_part

MINUTED_STATES = (Meeting.State.HELD, Meeting.State.CLOSED)


@transaction.atomic
def write_notes(
    *,
    actor: Reader,
    meeting: Meeting,
    item: AgendaItem,
    notes: str,
    version: int,
    opened: str | None = None,
    keep: str = "",
) -> AgendaItem:
    """Keeps what was said about an item, typed over the text `opened`. What another person saved meanwhile is
    merged paragraph by paragraph; nothing of it is lost.

    `keep` says what happens where both changed one paragraph: "both" (theirs, then mine), "theirs" or "mine";
    without it that is Stale (`.current.notes` is what the other wrote). Without `opened` the row must still
    be at `version`. Raises PermissionDenied, Stale, or Refused in the wrong state.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *MINUTED_STATES)
    current = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if opened is None:
        if current.version != version:
            raise Stale(current)
        opened = current.notes
    merged = merge(opened, current.notes, notes)
    chosen = {"both": merged.both, "theirs": merged.theirs, "mine": merged.mine}
    if merged.clashes and keep not in chosen:
        raise Stale(current)
    text = chosen.get(keep, merged.both)
    if text == current.notes:
        return current
    current.notes = text
    return save_part(
        actor=actor, part=current, version=current.version, level=Level.MANAGE, operation="write notes"
    )


@transaction.atomic
def record_outcome(*, actor: Reader, meeting: Meeting, item: AgendaItem, outcome: str) -> AgendaItem:
    """Notes what became of an item: one of `offered_outcomes`, or "" to take it back.

    Raises PermissionDenied; Refused in the wrong state, or for a value that is not offered.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *MINUTED_STATES)
    current = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    if outcome and outcome not in dict(offered_outcomes(meeting, current)):
        raise Refused("Select an outcome of the list.", code="missing", field="outcome")
    if current.outcome == outcome:
        return current
    current.outcome = outcome
    return save_part(
        actor=actor, part=current, version=current.version, level=Level.MANAGE, operation="record outcome"
    )
