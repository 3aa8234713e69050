"""What the owner of an action says to being given it: they accept it, decline it with a reason, or hand it
on.

Its owner may with `view` alone, handing on within their own agency; with `contribute` to all who would see
it.
"""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.levels import Level
from pam.access.validation import require_text
from pam.access.visibility import Reader
from pam.actions.models import Action
from pam.actions.owners import Owner, assign, ids_of, offer
from pam.actions.selectors.actions import answers_decline, owns
from pam.actions.services.rules import (
    chronicle_action,
    notify_owner_of,
    record_of,
    require_open,
    require_own_or_change,
    require_sight,
)
from pam.notifications.services import enqueue
from pam.records.models import Record
from pam.records.services import save_part, touch


@transaction.atomic
def accept(*, actor: Reader, action: Action) -> Action:
    """Says that the owner of `action` will do it. Raises PermissionDenied for others than its owner; Refused
    if it has ended or does not wait for an answer.
    """
    _require_waiting(actor, action)
    action.acceptance = Action.Acceptance.ACCEPTED
    _save(actor, action, action.version, "accept action")
    chronicle_action(actor, action, f"Action accepted: {action.title}", f"By {action.owner_name}.")
    return action


@transaction.atomic
def decline(*, actor: Reader, action: Action, version: int, reason: str) -> Action:
    """Says that the owner of `action` will not do it, and why; it goes back to the person who raised it (who
    has left: to the record's lead), who is told.

    Raises PermissionDenied for others than its owner; Stale; Refused without a reason, or as `accept`.
    """
    _require_waiting(actor, action)
    action.answer = require_text(reason, "Say why you cannot take this on.", field="reason")
    action.acceptance = Action.Acceptance.DECLINED
    _save(actor, action, version, "decline action")
    chronicle_action(
        actor, action, f"Action declined: {action.title}", f"By {action.owner_name}. {action.answer}"
    )
    people = [person for person in answers_decline(action) if person.pk != actor.membership_id]
    enqueue("action_declined", action.uuid, people, occasion=str(action.version))
    return action


@transaction.atomic
def hand_on(
    *, actor: Reader, action: Action, version: int, owner: Owner, holder: str = "", reason: str = ""
) -> Action:
    """Gives an open action to another `owner`, who is asked to accept it; `holder` as in `tracker.add`.

    Its owner may, and who may change it. Raises PermissionDenied, Stale, or Refused: for the owner that it
    has, an owner who could not see it, or one of another agency without `contribute`.
    """
    require_own_or_change(actor, action)
    require_open(action)
    before, name = (*ids_of(action), action.holder), action.owner_name
    record = record_of(actor, action)
    agency = action.owner_agency_id
    by_owner = owns(actor, action)
    assign(action, owner, holder)
    if (*ids_of(action), action.holder) == before:
        raise Refused("Choose another owner.", code="same_owner", field="owner")
    if agency != action.owner_agency_id and visibility.level(actor, record) < Level.CONTRIBUTE:
        raise Refused("Choose a person or team of your agency.", code="other_agency", field="owner")
    require_sight(actor, record, [owner], action.agencies)
    offer(action, by=actor.membership_id)
    _save(actor, action, version, "hand on action", by_owner=by_owner)
    text = f"From {name} to {action.owner_name}. {reason.strip()}".strip()
    chronicle_action(actor, action, f"Action handed on: {action.title}", text)
    notify_owner_of("action_given", actor, action, record)
    return action


def _save(actor, action, version, operation, *, by_owner=True):
    level = Level.VIEW if by_owner else None
    save_part(actor=actor, part=action, version=version, level=level, operation=operation)
    touch(Record(pk=action.record_id), action)


def _require_waiting(actor, action):
    if not owns(actor, action):
        raise PermissionDenied
    require_open(action)
    if not action.waits_for_answer:
        raise Refused("This action was answered already.", code="answered")
