"""Every write to chronologies, as verbs. Each takes `actor`, a `Reader`; rows come from the gate."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from pam.access.errors import Refused
from pam.access.validation import optional_text, require_text
from pam.access.visibility import Reader
from pam.chronology.declared_settings import LATE_DAYS
from pam.chronology.models import Event
from pam.records.models import Record
from pam.records.services import add_part, save_part
from pam.reference.selectors.settings import setting


@transaction.atomic
def add(*, actor: Reader, record: Record, event: Event, agencies: Iterable[int] | None = None) -> Event:
    """Adds an entry to the chronology of `record`, under the actor's own name, for `agencies`.

    Raises PermissionDenied without `contribute`, or Refused: a day to come, one written late without a
    reason, a value that the model does not take.
    """
    _require_day(actor, event)
    return add_part(
        actor=actor, part=event, record=record, agencies=agencies, operation="add chronology entry"
    )


def _require_day(actor, event):
    if event.happened is None or "@" in event.happened.text:
        raise Refused("Enter when it happened, or the month or the year.", code="missing", field="happened")
    if event.happened.earliest > timezone.localdate():
        raise Refused("The day cannot be in the future.", code="too_late", field="happened")
    event.place_in_time()
    event.late_reason = optional_text(event.late_reason, field="late_reason")
    if event.is_late(setting(LATE_DAYS, actor.agency_id)):
        words = "Say why this is written so long after it happened."
        event.late_reason = require_text(event.late_reason, words, field="late_reason")


@transaction.atomic
def strike(*, actor: Reader, event: Event, version: int, reason: str, instead: Event | None = None) -> Event:
    """Strikes an entry out, with the reason; it stays to be read. `instead` is the right entry, which is kept
    for the same agencies and names it.

    Raises PermissionDenied unless the actor may change it, Stale, or Refused: struck out already, without a
    reason, or as `add` for `instead`.
    """
    if not event.counts:
        raise Refused("It was struck out already.", code="already_struck")
    event.struck_reason = require_text(reason, "Say what was wrong.", field="reason")
    if len(event.struck_reason) > 300:
        raise Refused("The reason must be 300 characters or fewer.", code="max_length", field="reason")
    event.struck_at, event.struck_by_id = timezone.now(), actor.membership_id
    save_part(actor=actor, part=event, version=version, operation="strike out chronology entry")
    if instead is not None:
        instead.corrects = event
        add(
            actor=actor, record=Record.objects.get(pk=event.record_id), event=instead, agencies=event.agencies
        )
    return event
