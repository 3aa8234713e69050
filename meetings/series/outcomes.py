"""Every item of a meeting with a kind ends with an outcome, when the meeting closes."""

from meetings.models import AgendaItem, CarriedAction, Meeting
from meetings.selectors.kinds import carrying_outcomes, not_reached, offered_outcomes
from meetings.series.selectors import is_touched
from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.visibility import Reader
from pam.records.services import save_part


def end_items(actor: Reader, meeting: Meeting) -> None:
    """Notes as not reached (or as the kind’s own outcome that comes back) what nothing was said of. A
    standing item with records below it is their heading, and needs none.

    Raises Refused for items that were discussed and have no outcome, as far as the actor sees them.
    """
    if meeting.framework_version_id is None:
        return
    rows = visibility.visible_to(actor, AgendaItem).filter(record_id=meeting.pk, removed_at=None)
    rows = list(rows.prefetch_related("decisions", "raised").order_by("position", "pk"))
    gone_through = visibility.visible_to(actor, CarriedAction).filter(record_id=meeting.pk)
    taken = set(gone_through.exclude(came_to="").values_list("item_id", flat=True))
    headings = {row.standing for row in rows if row.about_id and row.standing}
    open_rows = [row for row in rows if not row.outcome]
    said = [row.title for row in open_rows if is_touched(row) or row.pk in taken]
    if said:
        words = f"Choose an outcome first for: {'; '.join(said)}."
        raise Refused(words, code="no_outcome", field="outcome")
    for row in open_rows:
        if row.standing in headings and not row.about_id:
            continue
        row.outcome = _comes_back(meeting, row)
        save_part(actor=actor, part=row, version=row.version, level=Level.MANAGE, operation="record outcome")


def _comes_back(meeting, row):
    carrying = carrying_outcomes(meeting)
    own = next((code for code, _ in offered_outcomes(meeting, row) if code in carrying), None)
    return own or not_reached()
