"""Going through an action of an earlier meeting: it ends, or has a new date, or stays open, with why."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from meetings.carried.models import CarriedAction
from meetings.carried.selectors import STILL_OPEN
from meetings.models import Meeting
from meetings.services.discussion import MINUTED_STATES
from meetings.services.minutes import lock
from pam.access import visibility
from pam.access.errors import NoLongerVisible, Refused
from pam.access.levels import Level
from pam.access.validation import require_text
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.actions.services import tracker
from pam.records.services import save_part


@transaction.atomic
def go_through(
    *,
    actor: Reader,
    meeting: Meeting,
    carried: CarriedAction,
    came_to: str,
    words: str = "",
    due: date | None = None,
) -> CarriedAction:
    """Notes what came of a carried action, and does it: `came_to` is how the action ends (a status), or
    "open", with a new date in `due` or none. `words` say why.

    Raises PermissionDenied without `manage` on the meeting; Refused in the wrong state, without words, for an
    action that has ended or that the actor may not change; NoLongerVisible for one that they no longer see.
    """
    visibility.require(actor, meeting, Level.MANAGE)
    lock(meeting, *MINUTED_STATES)
    row = CarriedAction.objects.select_for_update(of=("self",)).get(pk=carried.pk, record_id=meeting.pk)
    action = visibility.visible_to(actor, Action).filter(pk=row.action_id).first()
    if action is None:
        raise NoLongerVisible
    if came_to != STILL_OPEN and came_to not in tracker.ENDED_WORDS:
        raise Refused("Select an outcome.", code="invalid_choice", field="came_to")
    row.words = require_text(words, "Say in a few words what was done, or why not.", field="words")
    try:
        moved = _do(actor, action, came_to, row.words, due)
    except PermissionDenied as denied:
        message = f"You can read {action.code} but not change it. Ask its owner, or use the discussion."
        raise Refused(message, code="cannot_change", field="came_to") from denied
    row.came_to, row.moved_to, row.taken_at = came_to, due if moved else None, timezone.now()
    return save_part(
        actor=actor, part=row, version=row.version, level=Level.MANAGE, operation="go through action"
    )


def _do(actor, action, came_to, words, due):
    """Ends or moves the action; returns whether it has a new date."""
    if came_to != STILL_OPEN:
        tracker.finish(
            actor=actor, action=action, version=action.version, outcome=words, status=Action.Status(came_to)
        )
        return False
    if due is None or due == action.due:
        return False
    action.due = due
    tracker.edit(actor=actor, action=action, version=action.version, reason=words)
    return True
