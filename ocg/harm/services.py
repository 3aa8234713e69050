"""Every write to the harm ledger, as verbs. Each takes `actor`, a `visibility.Reader`; rows come from the
gate.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from ocg.models import HarmEvent
from pam.access.errors import Refused
from pam.access.validation import require_text
from pam.access.visibility import Reader
from pam.records.models import Record
from pam.records.services import add_part, chronicle, save_part

LINE = "harm"  # the kind of its lines in the chronology


@transaction.atomic
def add(
    *, actor: Reader, record: Record, event: HarmEvent, agencies: Iterable[int] | None = None
) -> HarmEvent:
    """Adds an event of harm to the group `record`, for `agencies`.

    Raises PermissionDenied without `contribute`, or Refused: a day to come, a value that the model does not
    take.
    """
    _require_day(event)
    add_part(actor=actor, part=event, record=record, agencies=agencies, operation="add harm")
    _tell(actor, event, f"Harm: {event.kind.label.lower()}", event.what)
    return event


@transaction.atomic
def amend(*, actor: Reader, event: HarmEvent, version: int) -> HarmEvent:
    """Saves what was changed of an event.

    Raises PermissionDenied unless the actor may change it, Stale, or Refused: one that was taken out, or as
    `add`.
    """
    _require_kept(event)
    _require_day(event)
    return save_part(actor=actor, part=event, version=version, operation="amend harm")


@transaction.atomic
def take_out(*, actor: Reader, event: HarmEvent, version: int, reason: str) -> HarmEvent:
    """Takes an event that was entered by mistake out of all counts; it stays in sight with the reason.

    Raises PermissionDenied unless the actor may change it, Stale, or Refused without a reason, or for one
    that was taken out before.
    """
    _require_kept(event)
    event.taken_out = require_text(reason, "Say why.", field="reason")
    if len(event.taken_out) > 300:
        raise Refused("The reason must be 300 characters or fewer.", code="max_length", field="reason")
    save_part(actor=actor, part=event, version=version, operation="take out harm")
    _tell(actor, event, "Harm taken out of the ledger", event.taken_out)
    return event


def _require_kept(event):
    if event.taken_out:
        raise Refused("It was taken out of the ledger, so it stays as it is.", code="taken_out")


def _require_day(event):
    if event.happened is None or "@" in event.happened.text:
        raise Refused("Enter when it happened, or the month or the year.", code="missing", field="happened")
    if event.happened.earliest > timezone.localdate():
        raise Refused("The day cannot be in the future.", code="too_late", field="happened")
    event.on = event.happened.earliest


def _tell(actor, event, title, text):
    chronicle(
        actor=actor,
        record=Record(pk=event.record_id),
        kind=LINE,
        title=title,
        text=text,
        agencies=event.agencies,
    )
