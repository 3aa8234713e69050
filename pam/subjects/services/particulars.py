"""Adding what a record knows of a subject, changing it, and taking out what was entered by mistake."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from pam.access import visibility
from pam.access.errors import Refused
from pam.access.validation import require_text, require_valid
from pam.access.visibility import Reader
from pam.records.models import Record, Subject
from pam.records.own_marking import require_marking
from pam.records.services import add_part, save_part
from pam.subjects.models import Particular


@transaction.atomic
def add_particular(
    *,
    actor: Reader,
    record: Record,
    subject: Subject,
    particular: Particular,
    agencies: Iterable[int] | None = None,
) -> Particular:
    """Keeps a name, an address or a number of `subject`, which is in `record` and came through the gate.

    For `agencies`, or for those that the subject is for. Raises PermissionDenied without `contribute`,
    Refused for agencies that the subject is not for, or for what the record has already.
    """
    agencies = agencies_within(actor, subject, agencies)
    particular.subject = subject
    require_marking(actor, record, particular.own_marking)
    _require_new(actor, particular)
    return add_part(
        actor=actor, part=particular, record=record, agencies=agencies, operation="add detail of subject"
    )


def agencies_within(actor: Reader, subject: Subject, agencies: Iterable[int] | None) -> Iterable[int] | None:
    """The agencies that something about `subject` is for: those chosen, or those that the subject is for.

    Raises Refused for agencies that the subject is not for.
    """
    allowed = subject.agencies
    agencies = allowed if agencies is None else sorted({*agencies, actor.agency_id})
    if allowed is not None and not set(agencies or ()) <= set(allowed):
        raise Refused(
            "Choose agencies that can see this person, place or object.",
            code="not_for_them",
            field="agencies",
        )
    return agencies


def save_particular(*, actor: Reader, particular: Particular, version: int) -> Particular:
    """Saves what was changed in a form that was opened at `version`. Raises PermissionDenied, Stale or
    Refused.
    """
    _require_new(actor, particular)
    rows = visibility.visible_to(actor, Particular).filter(pk=particular.pk)
    kept = rows.values_list("own_marking", flat=True).first()
    record, author = Record.objects.get(pk=particular.record_id), particular.author_agency_id
    require_marking(actor, record, particular.own_marking, kept=kept, author_agency=author)
    return save_part(actor=actor, part=particular, version=version, operation="change detail of subject")


@transaction.atomic
def remove_particular(*, actor: Reader, particular: Particular, version: int, reason: str) -> Particular:
    """Takes out what was entered by mistake; it stays in the history, with the reason. Raises
    PermissionDenied, Stale or Refused.
    """
    reason = require_text(reason, "Say why.", field="reason")
    if particular.removed_at:
        raise Refused("It has been removed already.", code="already_removed")
    particular.removed_at = timezone.now()
    particular._change_reason = reason[:100]  # type: ignore[attr-defined]
    return save_part(actor=actor, part=particular, version=version, operation="remove detail of subject")


def _require_new(actor, particular):
    """Raises Refused for what is no such thing, and for what the subject has already from the same day on:
    it was typed twice.
    """
    require_valid(particular, fields=["type", "value"])
    rows = visibility.visible_to(actor, Particular).filter(
        subject_id=particular.subject_id,
        type=particular.type,
        value__iexact=particular.value.strip(),
        since=particular.since,
        removed_at=None,
    )
    if rows.exclude(pk=particular.pk).exists():
        raise Refused("This is recorded already.", code="already_there", field="value")
