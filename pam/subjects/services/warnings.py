"""Adding a warning about a person or a place, looking at it again, taking it off."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.validation import require_text
from pam.access.visibility import Reader
from pam.records.models import Entry, Record, Subject
from pam.records.services import add_part, chronicle, save_part
from pam.subjects.models import WarningMarker
from pam.subjects.services.particulars import agencies_within


@transaction.atomic
def add_warning(
    *,
    actor: Reader,
    record: Record,
    subject: Subject,
    warning: WarningMarker,
    agencies: Iterable[int] | None = None,
) -> WarningMarker:
    """Keeps a warning about `subject`, which is in `record` and came through the gate, with a line in the
    chronology; for `agencies`, or for those that the subject is for.

    Raises PermissionDenied without `contribute`, Refused for agencies that the subject is not for, or for the
    same warning twice.
    """
    agencies = agencies_within(actor, subject, agencies)
    warning.subject = subject
    live = visibility.visible_to(actor, WarningMarker).filter(subject_id=subject.pk, ended_at=None)
    if live.filter(kind_id=warning.kind_id).exists():
        raise Refused("This warning is there already. Change that one.", code="already_there", field="kind")
    add_part(actor=actor, part=warning, record=record, agencies=agencies)
    _say(actor, warning, subject, "Warning added", warning.details)
    return warning


def save_warning(*, actor: Reader, warning: WarningMarker, version: int) -> WarningMarker:
    """Saves what was changed in a form that was opened at `version`: a later review date says that it was
    looked at again. Raises PermissionDenied, Stale or Refused.
    """
    return save_part(actor=actor, part=warning, version=version)


@transaction.atomic
def end_warning(*, actor: Reader, warning: WarningMarker, version: int, reason: str) -> WarningMarker:
    """Takes a warning off, with the reason; it stays in the history. Raises PermissionDenied, Stale or
    Refused.
    """
    reason = require_text(reason, "Say why.", field="reason")
    if warning.ended_at:
        raise Refused("It has been taken off already.", code="already_ended")
    warning.ended_at = timezone.now()
    warning._change_reason = reason[:100]  # type: ignore[attr-defined]
    save_part(actor=actor, part=warning, version=version, operation="end warning")
    _say(actor, warning, warning.subject, "Warning taken off", reason)
    return warning


def _say(actor, warning, subject, words, text):
    chronicle(
        actor=actor,
        record=Record(pk=warning.record_id),
        kind=Entry.Kind.SUBJECT,
        title=f"{words}: {warning.kind}, {subject.name}",
        text=text,
        agencies=warning.agencies,
    )
